const THIN_SPACE = '\u202f';

/**
 * A count with thin spaces between thousands: `12 345`.
 *
 * @public
 */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/**
 * A count and its noun in the right number: `1 node`, `2 nodes`.
 *
 * @public
 */
export function countOf(
  count: number,
  one: string,
  many: string = `${one}s`,
): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/**
 * Shortens text in the middle, where names differ least, and never inside a
 * surrogate pair.
 *
 * @param max - greatest length of the result in characters, ellipsis included
 * @public
 */
export function truncateMiddle(text: string, max: number): string {
  const characters = Array.from(text);
  if (characters.length <= max) {
    return text;
  }
  const kept = max - 1;
  const head = characters.slice(0, Math.ceil(kept / 2)).join('');
  const tail = characters
    .slice(characters.length - Math.floor(kept / 2))
    .join('');
  return `${head}…${tail}`;
}

/**
 * A share of a whole: `87 %`. Never rounded to `100 %` or `0 %` while
 * something is left on the other side.
 *
 * @param share - 0 to 1
 * @public
 */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 100 && share < 1) {
    return '99 %';
  }
  return percent === 0 && share > 0 ? '1 %' : `${percent} %`;
}
