const ESC = String.fromCodePoint(0x1b);
const BEL = String.fromCodePoint(0x07);

/** Escape sequences of terminals: CSI, OSC (ended by BEL or ST), and short ones. */
const ESCAPES = new RegExp(
  `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?|[@-Z\\\\-_])`,
  'g',
);

/** Control and invisible formatting characters but line feed and tab. */
const UNSEEN = /[^\P{Cc}\n\t]|\p{Cf}|[\u2028\u2029]/gu;

const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Makes what a machine printed safe to show: escape sequences and control
 * characters go, lines and tabs stay, and what is longer than `max` is cut.
 */
export function cleanOutput(text: string | undefined, max: number): string {
  return (text ?? '')
    .slice(0, max)
    .replace(/\r\n?/g, '\n')
    .replace(ESCAPES, '')
    .replace(UNSEEN, '')
    .replace(LONE_SURROGATE, '\ufffd');
}
