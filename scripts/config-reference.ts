import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { BACKSTAGE_CLI, ROOT, STATE } from './lib/paths';

interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  additionalProperties?: boolean | Schema;
  visibility?: string;
  $ref?: string;
}

/** Packages whose config is ours to document, and where theirs starts. */
const PACKAGES: Array<[string, string[]]> = [
  ['plugins/managed-nodes-backend', ['managedNodes']],
  ['plugins/catalog-backend-module-managed-nodes', ['catalog']],
];

/** Keys below which Backstage's own documentation says more. */
const OPAQUE = new Set(['schedule']);

function typeOf(schema: Schema): string {
  if (schema.enum) {
    return schema.enum.map(value => `\`${value}\``).join(', ');
  }
  if (schema.anyOf) {
    return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  }
  if (schema.type === 'array') {
    return `list of ${schema.items ? typeOf(schema.items) : 'values'}`;
  }
  if (schema.additionalProperties) {
    return 'map';
  }
  return Array.isArray(schema.type)
    ? schema.type.join(' or ')
    : schema.type ?? 'value';
}

function isDuration(schema: Schema): boolean {
  return Boolean(
    schema.anyOf?.some(option => option.properties?.milliseconds) ??
      schema.properties?.milliseconds,
  );
}

function rowsOf(schema: Schema, path: string, required: boolean): string[] {
  const opaque = isDuration(schema) || OPAQUE.has(path.split('.').pop() ?? '');
  const type = isDuration(schema) ? 'duration' : typeOf(schema);
  const notes = [
    required ? 'Required.' : '',
    schema.visibility === 'secret' ? 'Secret.' : '',
    schema.visibility === 'frontend' ? 'Visible to the frontend.' : '',
    (schema.description ?? '').replace(/\s+/g, ' ').trim(),
  ];
  const row = `| \`${path}\` | ${type} | ${notes
    .filter(Boolean)
    .join(' ')
    .replaceAll('|', '\\|')} |`;
  if (opaque) {
    return [row];
  }
  const list = schema.type === 'array' && schema.items?.properties;
  const inner = list ? schema.items! : schema;
  const prefix = list ? `${path}[]` : path;
  const below = Object.entries(inner.properties ?? {}).flatMap(([key, value]) =>
    rowsOf(
      value,
      prefix ? `${prefix}.${key}` : key,
      inner.required?.includes(key) ?? false,
    ),
  );
  return schema.description || !below.length ? [row, ...below] : below;
}

function readSchemas(): Array<{ path: string; value: Schema }> {
  // To a file: what the CLI writes into a pipe is cut when it exits.
  mkdirSync(STATE, { recursive: true });
  const file = resolve(STATE, 'config-schema.json');
  const output = openSync(file, 'w');
  try {
    execFileSync(
      BACKSTAGE_CLI,
      ['config:schema', '--package', 'backend', '--format', 'json'],
      { cwd: ROOT, stdio: ['ignore', output, 'ignore'] },
    );
  } finally {
    closeSync(output);
  }
  return JSON.parse(readFileSync(file, 'utf8')).schemas;
}

/** The reference of every config key of ours, made of the `config.d.ts` files. */
export function createConfigReference(): string {
  const schemas = readSchemas();
  const tables = PACKAGES.map(([folder, roots]) => {
    const schema = schemas.find(({ path }) => path.includes(`${folder}/`));
    if (!schema) {
      throw new Error(`${folder} has no config schema`);
    }
    const rows = roots.flatMap(root =>
      rowsOf(schema.value.properties?.[root] ?? {}, root, false),
    );
    return `## ${folder.replace(
      'plugins/',
      '',
    )}\n\n| key | type | what it is |\n| --- | --- | --- |\n${rows.join(
      '\n',
    )}\n`;
  });
  return `# Configuration

Made from the \`config.d.ts\` files by \`yarn config-reference\`; do not edit by hand. A duration is an object
such as \`{ minutes: 5 }\` or text such as \`5m\`. A wrong value stops the backend with a sentence that names the key.

${tables.join('\n')}`;
}

const FILE = resolve(ROOT, 'docs/config.md');

/** Whether the committed reference is the one the code gives. */
export function isConfigReferenceCurrent(): boolean {
  return readFileSync(FILE, 'utf8') === createConfigReference();
}

if (require.main === module) {
  writeFileSync(FILE, createConfigReference());
}
