import { readdirSync, readFileSync } from 'fs';
import path from 'path';
import { z } from 'zod';
import { parse } from 'yaml';
import { DocumentFormat, DocumentKind } from './types';

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
 * What a folder holds for the simulated world.
 *
 * @public
 */
export interface SeedFolder {
  readonly documents: SeedDocument[];
  /** Scripts that nodes can download, by their name. */
  readonly remoteFiles: Record<string, string>;
}

const FORMATS: Readonly<Record<string, DocumentFormat>> = {
  '.json': 'JSON',
  '.yaml': 'YAML',
  '.yml': 'YAML',
};
const SCRIPTS = ['.sh', '.ps1'];

const headSchema = z.object({ schemaVersion: z.string() });

function kindOf(text: string): DocumentKind | undefined {
  // JSON is YAML, too.
  const head = headSchema.safeParse(parse(text));
  if (!head.success) {
    return undefined;
  }
  return head.data.schemaVersion === '0.3' ? 'Automation' : 'Command';
}

/**
 * Reads a folder and those in it: each file of JSON or YAML with a
 * schemaVersion is a document called as the file, each `.sh` and `.ps1` a
 * script to download.
 *
 * @throws Error when there is no such folder, or a file can't be parsed
 *
 * @public
 */
export function readSeedFolder(folder: string): SeedFolder {
  const seed: SeedFolder = { documents: [], remoteFiles: {} };
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const file of files.filter(each => each.isFile())) {
    const { name, ext } = path.parse(file.name);
    const text = () =>
      readFileSync(path.join(file.parentPath, file.name), 'utf8');
    if (SCRIPTS.includes(ext)) {
      seed.remoteFiles[file.name] = text();
    } else if (FORMATS[ext]) {
      const content = text();
      const type = kindOf(content);
      if (type) {
        seed.documents.push({ name, type, format: FORMATS[ext], content });
      }
    }
  }
  return seed;
}
