/** Sequences that colour a terminal, move its cursor, name its window or write to its clipboard. */
const TERMINAL = new RegExp(
  [
    '\\u001b\\[[0-?]*[ -/]*[@-~]',
    '\\u001b[\\]PX^_][\\s\\S]*?(?:\\u0007|\\u001b\\\\|$)',
    '\\u001b[ -/]*[0-~]',
    '\\u009b[0-?]*[ -/]*[@-~]',
  ].join('|'),
  'g',
);

/** Control characters other than tabs and line ends, and those that turn the direction of text. */
const UNSEEN = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text that came from a machine, as people can read, copy and save it: what
 * would steer a terminal is left out, and what would not be seen, or would
 * make text look like other text, is marked.
 *
 * @public
 */
export function plainText(text: string): string {
  return text
    .replace(TERMINAL, '')
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, '\ufffd');
}

/** The beginning of a text, and whether that is not all of it. @public */
export function capped(
  text: string,
  max: number,
): { text: string; isCut: boolean } {
  if (text.length <= max) {
    return { text, isCut: false };
  }
  // Not in the middle of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text[max - 1]) ? max - 1 : max;
  return { text: text.slice(0, end), isCut: true };
}
