/** What words may refer to. */
export interface Variables {
  get(name: string): string;
  /** What a command in place prints. */
  run(script: string): string;
}

/** A word while it is put together; quotes keep it in one piece. */
interface Building {
  parts: string[];
  open: boolean;
}

function append(building: Building, text: string): void {
  if (!building.open) {
    building.parts.push('');
    building.open = true;
  }
  building.parts[building.parts.length - 1] += text;
}

function appendSplit(building: Building, text: string): void {
  text.split(/(\s+)/).forEach(piece => {
    if (/^\s+$/.test(piece)) {
      building.open = false;
    } else if (piece) {
      append(building, piece);
    }
  });
}

function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') {
      depth += 1;
    } else if (text[at] === ')') {
      depth -= 1;
      if (!depth) {
        return at;
      }
    }
  }
  return text.length;
}

/** `1 + 2 * 3`, left to right in its own precedence; 0 for anything else. */
export function arithmetic(text: string): number {
  const terms = text.split(/(?<=[\w)\s])([+-])/);
  const product = (term: string) =>
    term.split(/([*/%])/).reduce(
      ([value, operator], part) => {
        if (/^[*/%]$/.test(part)) {
          return [value, part] as [number, string];
        }
        const number = Number(part.trim()) || 0;
        if (operator === '*') {
          return [value * number, ''] as [number, string];
        }
        if (operator) {
          return [
            number
              ? Math.trunc(operator === '/' ? value / number : value % number)
              : 0,
            '',
          ] as [number, string];
        }
        return [number, ''] as [number, string];
      },
      [0, ''] as [number, string],
    )[0];
  return terms.reduce(
    (sum, term, index) =>
      index % 2
        ? sum
        : sum + (terms[index - 1] === '-' ? -1 : 1) * product(term),
    0,
  );
}

function parameter(body: string, variables: Variables): string {
  const [, name = body, operator, rest = ''] =
    /^(\w+|[?#@*])(:?-|:?=|##?|%%?)(.*)$/s.exec(body) ?? [];
  const value = variables.get(name);
  if (operator?.includes('-') || operator?.includes('=')) {
    return value || expandText(rest, variables);
  }
  if (operator?.startsWith('%') && rest.startsWith('.')) {
    return value.replace(/\.[^.]*$/, '');
  }
  return operator?.startsWith('#') && rest === '*/'
    ? value.replace(/^.*\//, '')
    : value;
}

/** What stands at a dollar sign, and where it ends. */
function dollar(
  text: string,
  at: number,
  variables: Variables,
): [value: string, next: number] {
  if (text.startsWith('$((', at)) {
    const end = closing(text, at + 1);
    const inner = expandText(text.slice(at + 3, end - 1), variables).replace(
      /[A-Za-z_]\w*/g,
      name => variables.get(name) || '0',
    );
    return [String(arithmetic(inner)), end + 1];
  }
  if (text.startsWith('$(', at)) {
    const end = closing(text, at + 1);
    return [variables.run(text.slice(at + 2, end)), end + 1];
  }
  if (text.startsWith('${', at)) {
    const end = text.indexOf('}', at);
    const stop = end < 0 ? text.length : end;
    return [parameter(text.slice(at + 2, stop), variables), stop + 1];
  }
  const [, name] = /^\$(\w+|[?#@*$!])/.exec(text.slice(at)) ?? [];
  return name ? [variables.get(name), at + 1 + name.length] : ['$', at + 1];
}

/** A text in which variables count, as in double quotes. */
export function expandText(text: string, variables: Variables): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    if (text[at] === '\\' && /["$`\\]/.test(text[at + 1] ?? '')) {
      result += text[at + 1];
      at += 2;
    } else if (text[at] === '$') {
      const [value, next] = dollar(text, at, variables);
      result += value;
      at = next;
    } else {
      result += text[at];
      at += 1;
    }
  }
  return result;
}

function quoteEnd(text: string, at: number): number {
  const quote = text[at];
  let end = at + 1;
  while (end < text.length && text[end] !== quote) {
    if (text[end] === '\\' && quote === '"') {
      end += 1;
    } else if (text.startsWith('$(', end) && quote === '"') {
      end = closing(text, end + 1);
    }
    end += 1;
  }
  return end;
}

/** What a word stands for: no, one or several words. */
export function expandWord(word: string, variables: Variables): string[] {
  const building: Building = { parts: [], open: false };
  let at = 0;
  while (at < word.length) {
    const character = word[at];
    if (character === "'" || character === '"') {
      const end = quoteEnd(word, at);
      const inner = word.slice(at + 1, end);
      append(
        building,
        character === '"' ? expandText(inner, variables) : inner,
      );
      at = end + 1;
    } else if (character === '`') {
      const end = quoteEnd(word, at);
      appendSplit(building, variables.run(word.slice(at + 1, end)));
      at = end + 1;
    } else if (character === '\\') {
      append(building, word[at + 1] ?? '');
      at += 2;
    } else if (character === '$') {
      const [value, next] = dollar(word, at, variables);
      appendSplit(building, value);
      at = next;
    } else {
      append(building, character);
      at += 1;
    }
  }
  return building.parts;
}
