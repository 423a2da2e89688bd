// Control characters, invisible formatting such as bidirectional marks, and
// line separators. PostgreSQL refuses NUL in the catalog's search table, which
// would fail the whole entity there.
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

// PostgreSQL does not store half a surrogate pair either.
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * One line of text from what a machine or a tagger chose: invisible characters
 * become spaces, the rest stays as typed.
 *
 * @returns undefined when nothing is left.
 */
export function oneLine(value: string | null): string | undefined {
  return (
    value
      ?.replace(UNSEEN, ' ')
      .replace(LONE_SURROGATE, '\ufffd')
      .replace(/\s+/g, ' ')
      .trim() || undefined
  );
}
