// Control characters (Cc), invisible formatting such as zero-width and
// bidirectional marks (Cf), and line and paragraph separators.
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Makes a string that a machine or a tagger chose safe to store, sort and
 * show: control and invisible formatting characters become one space, lone
 * surrogates are replaced, and what is longer than `max` is cut.
 *
 * @returns undefined when nothing is left.
 */
export function cleanText(
  value: string | undefined,
  max: number,
): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const text = value.replace(UNSEEN, ' ').trim().slice(0, max);
  return text.replace(LONE_SURROGATE, '\ufffd') || undefined;
}
