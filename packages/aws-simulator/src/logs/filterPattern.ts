import { AwsError } from '../protocol/AwsError';

const PLAIN_TERM = /^\w+$/;
const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/gy;

interface Term {
  readonly sign: string;
  readonly text: string;
}

function invalid(why: string): never {
  throw new AwsError(
    'InvalidParameterException',
    `Invalid filter pattern: ${why}`,
  );
}

function readTerms(pattern: string): Term[] {
  const terms: Term[] = [];
  let end = 0;
  for (const [match, sign, quoted, plain] of pattern.matchAll(TERM)) {
    end += match.length;
    if (plain !== undefined && !PLAIN_TERM.test(plain)) {
      invalid(`Invalid character(s) in term '${sign}${plain}'`);
    }
    terms.push({ sign, text: plain ?? quoted.replace(/\\(.)/g, '$1') });
  }
  if (pattern.slice(end).trim()) {
    invalid(`Unbalanced quotes in '${pattern.slice(end).trim()}'`);
  }
  return terms;
}

/**
 * Reads a filter pattern of terms: all of them, none of those with a minus,
 * and any of those with a question mark, which count only when alone.
 *
 * @throws AwsError InvalidParameterException, also for patterns over JSON and
 * columns, which are not simulated
 */
export function readFilterPattern(
  pattern: string | undefined,
): (message: string) => boolean {
  const text = pattern?.trim() ?? '';
  if (/^[{[%]/.test(text)) {
    invalid(
      'patterns over JSON, columns and regular expressions are not simulated',
    );
  }
  const terms = readTerms(text);
  const texts = (sign: string) =>
    terms.filter(term => term.sign === sign).map(term => term.text);
  const all = texts('');
  const none = texts('-');
  const any = all.length || none.length ? [] : texts('?');
  return message =>
    all.every(each => message.includes(each)) &&
    !none.some(each => message.includes(each)) &&
    (!any.length || any.some(each => message.includes(each)));
}
