import { InputError } from '@backstage/errors';
import { JsonObject, JsonValue } from '@backstage/types';
import { parseDocument as parseYaml } from 'yaml';

/** How a document may be written. */
export type DocumentFormat = 'JSON' | 'YAML';

// AWS takes documents of 64 KB. Its own are larger, and so is JSON that it has
// indented.
const MAX_BYTES: Record<DocumentFormat, number> = {
  YAML: 64 * 1024,
  JSON: 512 * 1024,
};

// A document has a few thousand values. More than this can only come
// from YAML aliases that multiply.
const MAX_VALUES = 20_000;
const MAX_ALIASES = 50;
const MAX_DEPTH = 30;

function parseText(text: string, format: DocumentFormat): unknown {
  if (format === 'JSON') {
    return JSON.parse(text);
  }
  const yaml = parseYaml(text, {
    // Two keys of one name: AWS would take one of them, and perhaps not ours.
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [problem] = yaml.errors;
  if (problem) {
    throw problem;
  }
  return yaml.toJS({ maxAliasCount: MAX_ALIASES });
}

/** Copies what was read, so that nothing but JSON of a bearable size is left. */
class Copier {
  #values = 0;

  copy(value: unknown, where: string, depth = 0): JsonValue {
    this.#values += 1;
    if (this.#values > MAX_VALUES) {
      throw new InputError(`document: more than ${MAX_VALUES} values`);
    }
    if (depth > MAX_DEPTH) {
      throw new InputError(`${where}: nested more than ${MAX_DEPTH} deep`);
    }
    if (Array.isArray(value)) {
      return value.map((item, index) =>
        this.copy(item, `${where}[${index}]`, depth + 1),
      );
    }
    if (typeof value === 'object' && value !== null) {
      return this.#copyObject(value, where, depth);
    }
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value))
    ) {
      return value;
    }
    throw new InputError(`${where}: expected something that JSON can say`);
  }

  #copyObject(value: object, where: string, depth: number): JsonObject {
    const copied: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__') {
        throw new InputError(`${where}: nothing may be named __proto__`);
      }
      copied[key] = this.copy(item, where ? `${where}.${key}` : key, depth + 1);
    }
    return copied;
  }
}

/**
 * Reads the text of a document, as GetDocument answers it.
 *
 * @param format - what AWS says it is; found out when left out.
 * @throws InputError when it is too large, is neither JSON nor YAML, or
 * unfolds to more than a document can be.
 */
export function readText(text: string, format?: DocumentFormat): JsonObject {
  const written =
    format ?? (text.trimStart().startsWith('{') ? 'JSON' : 'YAML');
  if (Buffer.byteLength(text, 'utf8') > MAX_BYTES[written]) {
    throw new InputError(
      `document: larger than ${MAX_BYTES[written] / 1024} KB`,
    );
  }
  let value: unknown;
  try {
    value = parseText(text, written);
  } catch (error) {
    throw new InputError(`document: not valid ${written}`, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError('document: expected an object');
  }
  const copied = new Copier().copy(value, '');
  return copied as JsonObject;
}
