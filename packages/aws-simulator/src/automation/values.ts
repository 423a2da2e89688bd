import { Json } from '../documents/types';

const REFERENCE = /\{\{\s*([^{}]+?)\s*\}\}/g;
const WHOLE = /^\s*\{\{\s*([^{}]+?)\s*\}\}\s*$/;

/** What a name between double braces stands for; undefined for nothing. */
export type Resolver = (name: string) => Json | undefined;

/** A value as text: text stays as it is, everything else is JSON. */
export function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A reference to something that is not there, or not yet. */
export class UnresolvedError extends Error {
  override name = 'UnresolvedError';

  constructor(reference: string) {
    super(
      `Failed to resolve input: {{ ${reference} }} to type. {{ ${reference} }} is not defined or has no value.`,
    );
  }
}

function lookUp(name: string, resolve: Resolver): Json {
  const value = resolve(name);
  if (value === undefined) {
    throw new UnresolvedError(name);
  }
  return value;
}

/**
 * Puts values in place of references. One that is all of a text keeps the
 * type of its value; in a list, a list in its place gives its items.
 *
 * @throws UnresolvedError
 */
export function interpolate(value: Json, resolve: Resolver): Json {
  if (typeof value === 'string') {
    const whole = WHOLE.exec(value);
    return whole
      ? lookUp(whole[1], resolve)
      : value.replace(REFERENCE, (_, name: string) =>
          toText(lookUp(name, resolve)),
        );
  }
  if (Array.isArray(value)) {
    return value.flatMap(item => {
      const given = interpolate(item, resolve);
      return Array.isArray(given) && !Array.isArray(item) ? given : [given];
    });
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        interpolateText(key, resolve),
        interpolate(item, resolve),
      ]),
    );
  }
  return value;
}

/** The same, as text. */
export function interpolateText(text: string, resolve: Resolver): string {
  return text.replace(REFERENCE, (_, name: string) =>
    toText(lookUp(name, resolve)),
  );
}

/**
 * A value as a type says.
 *
 * @throws Error when it can't be
 */
export function cast(value: Json, type: string): Json {
  const wrong = () =>
    new Error(`Value ${toText(value)} can't be read as type ${type}`);
  switch (type) {
    case 'String':
      return toText(value);
    case 'Integer': {
      const number = typeof value === 'string' && value ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number)) {
        throw wrong();
      }
      return number;
    }
    case 'Boolean': {
      const text = toText(value).toLowerCase();
      if (text !== 'true' && text !== 'false') {
        throw wrong();
      }
      return text === 'true';
    }
    case 'StringList': {
      const list = typeof value === 'string' ? parseList(value) : value;
      if (!Array.isArray(list)) {
        throw wrong();
      }
      return list.map(toText);
    }
    case 'MapList':
    case 'StringMap': {
      const parsed: Json =
        typeof value === 'string' ? (JSON.parse(value) as Json) : value;
      if (
        typeof parsed !== 'object' ||
        parsed === null ||
        Array.isArray(parsed) !== (type === 'MapList')
      ) {
        throw wrong();
      }
      return parsed;
    }
    default:
      return value;
  }
}

function parseList(text: string): Json {
  if (!text.trimStart().startsWith('[')) {
    return [text];
  }
  return JSON.parse(text) as Json;
}

/** A value as outputs show it: texts in a list. */
export function toOutput(value: Json): string[] {
  return (Array.isArray(value) ? value : [value]).map(toText);
}

/** `PT1H30M`, `P1D` or `PT10S` in milliseconds; undefined for anything else. */
export function durationOf(text: string): number | undefined {
  const [found, days = '0', hours = '0', minutes = '0', seconds = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
      text,
    ) ?? [];
  return found && /\d/.test(found)
    ? (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 +
        Number(seconds)) *
        1000
    : undefined;
}
