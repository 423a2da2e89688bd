import { hasNestedRepetition } from './repetitions';
import { Extractor } from './types';

const LONGEST_PATTERN = 500;
const NAMED_GROUP = /\(\?<([A-Za-z_]\w*)>/g;
/**
 * A regular expression of a query. AWS's engine takes time in proportion to
 * the text; this one does not for every pattern, so those are refused.
 *
 * @throws Error that says what is wrong with it
 */
export function regexOf(source: string): RegExp {
  if (source.length > LONGEST_PATTERN) {
    throw new Error(
      `a regular expression can have ${LONGEST_PATTERN} characters at most`,
    );
  }
  const [prefix = '', flags = ''] = /^\(\?([ims]+)\)/.exec(source) ?? [];
  const regex = new RegExp(
    source.slice(prefix.length),
    [...new Set(flags)].join(''),
  );
  if (hasNestedRepetition(regex.source)) {
    throw new Error('repetitions in repetitions are not simulated');
  }
  return regex;
}

/** Names of the groups of a regular expression. */
export function groupNames(source: string): string[] {
  return [...source.matchAll(NAMED_GROUP)].map(([, name]) => name);
}

/** Takes out the named groups. */
export function regexExtractor(
  pattern: RegExp,
  names: readonly string[],
): Extractor {
  return text => {
    const groups = pattern.exec(text)?.groups;
    return groups && names.map(name => groups[name] ?? '');
  };
}

/** How many wildcards a glob has. */
export function wildcards(glob: string): number {
  return glob.split('*').length - 1;
}

/**
 * Takes out what stands for the wildcards of a glob: of each as little as
 * possible, of one at the end all that is left.
 */
export function globExtractor(glob: string): Extractor {
  const [first, ...parts] = glob.split('*');
  return text => {
    const begin = text.indexOf(first);
    if (begin < 0) {
      return undefined;
    }
    let from = begin + first.length;
    const found: string[] = [];
    for (const [index, part] of parts.entries()) {
      const isRest = part === '' && index === parts.length - 1;
      const to = isRest ? text.length : text.indexOf(part, from);
      if (to < 0) {
        return undefined;
      }
      found.push(text.slice(from, to));
      from = to + part.length;
    }
    return found;
  };
}
