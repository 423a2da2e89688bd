const OPEN = '({[';
const CLOSE = ')}]';

/** Position after a text in quotes or brackets that begins at a position. */
export function skip(text: string, at: number): number {
  const character = text[at];
  if (character === '"' || character === "'") {
    let end = at + 1;
    while (end < text.length && text[end] !== character) {
      end += text[end] === '`' && character === '"' ? 2 : 1;
    }
    return end + 1;
  }
  const close = CLOSE[OPEN.indexOf(character)];
  let position = at + 1;
  while (position < text.length && text[position] !== close) {
    position = step(text, position);
  }
  return position + 1;
}

/** Position after whatever stands at a position. */
export function step(text: string, at: number): number {
  return OPEN.includes(text[at]) || text[at] === '"' || text[at] === "'"
    ? skip(text, at)
    : at + 1;
}

/** Parts between separators that stand outside of quotes and brackets. */
export function split(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  const found = new RegExp(separator.source, 'iy');
  let start = 0;
  let at = 0;
  while (at < text.length) {
    found.lastIndex = at;
    const match = found.exec(text);
    if (match) {
      parts.push(text.slice(start, at));
      at += match[0].length;
      start = at;
    } else {
      at = step(text, at);
    }
  }
  return [...parts, text.slice(start)];
}

/** A comparison in the middle of a text, outside of quotes and brackets. */
export function operatorIn(
  text: string,
): [left: string, operator: string, right: string] | undefined {
  const found =
    /\s-(eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains)\s/iy;
  let at = 0;
  while (at < text.length) {
    found.lastIndex = at;
    const match = found.exec(text);
    if (match) {
      return [
        text.slice(0, at),
        match[1].toLowerCase(),
        text.slice(at + match[0].length),
      ];
    }
    at = step(text, at);
  }
  return undefined;
}

/** Without comments, and with lines that go on joined. */
export function clean(script: string): string {
  return script
    .replace(/<#[^]*?#>/g, '')
    .replace(/(^|\s)#[^\n]*/g, '$1')
    .replace(/`\r?\n/g, ' ')
    .replace(/\|\s*\r?\n/g, '| ');
}
