import { Json } from '../documents/types';

/** One part of a path. */
type Part =
  | { kind: 'name'; name: string }
  | { kind: 'deep'; name: string }
  | { kind: 'index'; index: number }
  | { kind: 'slice'; from: number; to: number }
  | { kind: 'all' }
  | { kind: 'filter'; name: string; value: string | undefined };

const TOKEN =
  /\.\.([\w-]+|\*)|\.([\w-]+|\*)|\[(\d+|-\d+)\]|\[(\d*):(\d*)\]|\[\*\]|\['([^']+)'\]|\["([^"]+)"\]|\[\?\(@\.([\w.-]+)(?:\s*==\s*['"]?([^'")]*)['"]?)?\)\]/y;

function partOf(match: RegExpExecArray): Part {
  const [, deep, name, index, from, to, quoted, double, filter, value] = match;
  if (deep !== undefined) {
    return { kind: 'deep', name: deep };
  }
  if (index !== undefined) {
    return { kind: 'index', index: Number(index) };
  }
  if (from !== undefined) {
    return {
      kind: 'slice',
      from: Number(from || 0),
      to: to ? Number(to) : Infinity,
    };
  }
  if (filter !== undefined) {
    return { kind: 'filter', name: filter, value };
  }
  const member = name ?? quoted ?? double;
  return member === undefined || member === '*'
    ? { kind: 'all' }
    : { kind: 'name', name: member };
}

/** Undefined for what is no path, or uses what isn't known here. */
function parse(path: string): Part[] | undefined {
  if (!path.startsWith('$')) {
    return undefined;
  }
  const parts: Part[] = [];
  TOKEN.lastIndex = 1;
  while (TOKEN.lastIndex < path.length) {
    const match = TOKEN.exec(path);
    if (!match) {
      TOKEN.lastIndex = 0;
      return undefined;
    }
    parts.push(partOf(match));
  }
  TOKEN.lastIndex = 0;
  return parts;
}

function members(value: Json): Json[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value)
    : [];
}

function memberOf(value: Json, name: string): Json[] {
  return typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.hasOwn(value, name)
    ? [value[name]]
    : [];
}

function descendants(value: Json): Json[] {
  return [value, ...members(value).flatMap(descendants)];
}

function passes(value: Json, name: string, wanted: string | undefined) {
  const [found] = name
    .split('.')
    .reduce<Json[]>(
      (values, part) => values.flatMap(each => memberOf(each, part)),
      [value],
    );
  return wanted === undefined
    ? found !== undefined && found !== null
    : String(found) === wanted;
}

function step(value: Json, part: Part): Json[] {
  const list = Array.isArray(value) ? value : [];
  switch (part.kind) {
    case 'name':
      return memberOf(value, part.name);
    case 'deep':
      return descendants(value).flatMap(each =>
        part.name === '*' ? members(each) : memberOf(each, part.name),
      );
    case 'index':
      return list.slice(part.index).slice(0, 1);
    case 'slice':
      return list.slice(part.from, part.to);
    case 'filter':
      return members(value).filter(each => passes(each, part.name, part.value));
    default:
      return members(value);
  }
}

/**
 * What a selector of a step finds. A path that can mean several things finds
 * a list; one that means one thing finds it, or undefined.
 *
 * Understood are `$`, `.name`, `..name`, `['name']`, `[0]`, `[-1]`, `[0:2]`,
 * `[*]`, `[?(@.name=='value')]` and `[?(@.name)]`.
 *
 * @throws Error for a path that is none of these
 */
export function select(value: Json, path: string): Json | undefined {
  const parts = parse(path.trim());
  if (!parts) {
    throw new Error(`Invalid JSONPath selector: ${path}`);
  }
  const found = parts.reduce<Json[]>(
    (values, part) => values.flatMap(each => step(each, part)),
    [value],
  );
  const several = parts.some(({ kind }) => kind !== 'name' && kind !== 'index');
  return several ? found : found[0];
}
