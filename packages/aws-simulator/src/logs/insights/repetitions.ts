const ESCAPE_OR_CLASS = /\\[^]|\[(?:[^\]\\]|\\[^])*\]/y;
const GROUP_START = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?/y;
const QUANTIFIER = /(?:[*+?]|\{(\d+)(,\d*)?\})\??/y;

function isUnbounded([text]: RegExpExecArray): boolean {
  return /^(?:[*+]|\{\d+,\})/.test(text);
}

/** Whether it can mean more than one number of times. */
function isVariable([, count, more]: RegExpExecArray): boolean {
  return count === undefined || more !== undefined;
}

/**
 * Whether a regular expression repeats, without a limit, what can match the
 * same text in several ways, because it chooses or repeats itself. Only such
 * expressions can take exponential time.
 */
export function hasNestedRepetition(source: string): boolean {
  // Whether the groups that are open so far are ambiguous, the innermost last.
  const open = [false];
  let at = 0;
  let isLastAmbiguous = false;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    at += found?.[0].length ?? 0;
    return found;
  };
  while (at < source.length) {
    const quantifier = match(QUANTIFIER);
    if (quantifier) {
      if (isLastAmbiguous && isUnbounded(quantifier)) {
        return true;
      }
      open[open.length - 1] ||= isVariable(quantifier);
      isLastAmbiguous = false;
    } else if (match(GROUP_START)) {
      open.push(false);
    } else if (match(ESCAPE_OR_CLASS)) {
      isLastAmbiguous = false;
    } else {
      const symbol = source[at];
      at += 1;
      isLastAmbiguous = symbol === ')' && (open.pop() ?? false);
      if (symbol === '|' || isLastAmbiguous) {
        open[open.length - 1] = true;
      }
    }
  }
  return false;
}
