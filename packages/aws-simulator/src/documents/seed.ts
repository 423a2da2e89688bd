import { readdirSync, readFileSync } from 'fs';
import path from 'path';
import { z } from 'zod';
import { parse } from 'yaml';
import { DocumentFormat, DocumentKind, Json } from './types';

/**
 * A document that every account has in every Region from the start.
 *
 * @public
 */
export interface SeedDocument {
  name: string;
  type: 'Automation' | 'Command';
  format: 'JSON' | 'YAML';
  content: string;
}

/**
 * A DynamoDB table that every account has in every Region from the start: what
 * `CreateTable` takes.
 *
 * @public
 */
export interface SeedTable {
  TableName: string;
  [key: string]: Json;
}

/**
 * What a folder holds for the simulated world.
 *
 * @public
 */
export interface SeedFolder {
  readonly documents: SeedDocument[];
  /** Scripts that nodes can download, by their name. */
  readonly remoteFiles: Record<string, string>;
  readonly tables: SeedTable[];
}

const FORMATS: Readonly<Record<string, DocumentFormat>> = {
  '.json': 'JSON',
  '.yaml': 'YAML',
  '.yml': 'YAML',
};
const SCRIPTS = ['.sh', '.ps1'];

const headSchema = z.object({ schemaVersion: z.string() });
const tableSchema = z.looseObject({
  TableName: z.string(),
  KeySchema: z.array(z.unknown()),
});

function kindOf(content: unknown): DocumentKind | undefined {
  const head = headSchema.safeParse(content);
  if (!head.success) {
    return undefined;
  }
  return head.data.schemaVersion === '0.3' ? 'Automation' : 'Command';
}

/**
 * Reads a folder and those in it: each file of JSON or YAML with a
 * schemaVersion is a document called as the file, each with a TableName and a
 * KeySchema a table, each `.sh` and `.ps1` a script to download.
 *
 * @throws Error when there is no such folder, or a file can't be parsed
 *
 * @public
 */
export function readSeedFolder(folder: string): SeedFolder {
  const seed: SeedFolder = { documents: [], remoteFiles: {}, tables: [] };
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const file of files.filter(each => each.isFile())) {
    const { name, ext } = path.parse(file.name);
    const text = () =>
      readFileSync(path.join(file.parentPath, file.name), 'utf8');
    if (SCRIPTS.includes(ext)) {
      seed.remoteFiles[file.name] = text();
    } else if (FORMATS[ext]) {
      const content = text();
      // JSON is YAML, too.
      const parsed: unknown = parse(content);
      const type = kindOf(parsed);
      if (type) {
        seed.documents.push({ name, type, format: FORMATS[ext], content });
      } else if (tableSchema.safeParse(parsed).success) {
        seed.tables.push(parsed as SeedTable);
      }
    }
  }
  return seed;
}
