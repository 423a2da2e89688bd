/** What a shell script consists of. */
export type ShellNode =
  | {
      kind: 'simple';
      words: string[];
      redirects: Array<{ operator: string; target: string }>;
    }
  | { kind: 'pipe'; parts: ShellNode[]; negated: boolean }
  | { kind: 'and' | 'or'; left: ShellNode; right: ShellNode }
  | { kind: 'list'; items: ShellNode[] }
  | {
      kind: 'if';
      branches: Array<{ test: ShellNode; then: ShellNode }>;
      otherwise: ShellNode | undefined;
    }
  | { kind: 'for'; name: string; words: string[]; body: ShellNode }
  | { kind: 'while'; test: ShellNode; until: boolean; body: ShellNode }
  | { kind: 'function'; name: string; body: ShellNode };

const OPERATORS = ['&&', '||', ';;', ';', '|', '&', '(', ')', '\n'];
const REDIRECT = /^(?:\d|&)?(?:>>|>|<)(?:&\d)?/;

/** End of a text in quotes or parentheses that begins at a position. */
function endOf(text: string, at: number): number {
  const open = text[at];
  const close = open === '(' ? ')' : open;
  let position = at + 1;
  while (position < text.length && text[position] !== close) {
    if (text[position] === '\\' && open !== "'") {
      position += 1;
    } else if (open !== "'" && text.startsWith('$(', position)) {
      position = endOf(text, position + 1);
    } else if (open === '(' && /["']/.test(text[position])) {
      position = endOf(text, position);
    } else if (open === '(' && text[position] === '(') {
      position = endOf(text, position);
    }
    position += 1;
  }
  return position;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !/[\s;|&()<>]/.test(text[at])) {
    if (text[at] === '\\') {
      at += 1;
    } else if (/["'`]/.test(text[at])) {
      at = endOf(text, at);
    } else if (text.startsWith('$(', at)) {
      at = endOf(text, at + 1);
    } else if (text.startsWith('${', at)) {
      at = text.indexOf('}', at);
      at = at < 0 ? text.length : at;
    }
    at += 1;
  }
  return at;
}

/** Words, operators and redirections, in order. */
export function tokenize(text: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const redirect = REDIRECT.exec(rest);
    const operator = OPERATORS.find(each => rest.startsWith(each));
    if (rest.startsWith('\\\n')) {
      at += 2;
    } else if (/^[ \t\r]/.test(rest)) {
      at += 1;
    } else if (rest.startsWith('#')) {
      at += Math.max(1, `${rest}\n`.indexOf('\n'));
    } else if (redirect) {
      tokens.push(redirect[0]);
      at += redirect[0].length;
    } else if (operator) {
      tokens.push(operator);
      at += operator.length;
    } else {
      const end = Math.max(at + 1, wordEnd(text, at));
      tokens.push(text.slice(at, end));
      at = end;
    }
  }
  return tokens;
}

/** Reads a script; what it does not understand of it is passed over. */
export class ShellParser {
  readonly #tokens: string[];
  #at = 0;

  static parse(text: string): ShellNode {
    return new ShellParser(tokenize(text)).#list([]);
  }

  private constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  get #next(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(wanted?: string): string {
    const token = this.#next ?? '';
    if (wanted === undefined || token === wanted) {
      this.#at += 1;
    }
    return token;
  }

  #skip(): void {
    while (['\n', ';', '&', ';;'].includes(this.#next ?? '')) {
      this.#at += 1;
    }
  }

  #list(ends: readonly string[]): ShellNode {
    const items: ShellNode[] = [];
    this.#skip();
    while (this.#next !== undefined && !ends.includes(this.#next)) {
      const before = this.#at;
      items.push(this.#andOr());
      this.#skip();
      if (this.#at === before) {
        this.#at += 1;
      }
    }
    return { kind: 'list', items };
  }

  #andOr(): ShellNode {
    let left = this.#pipeline();
    while (this.#next === '&&' || this.#next === '||') {
      const kind = this.#take() === '&&' ? 'and' : 'or';
      this.#newlines();
      left = { kind, left, right: this.#pipeline() };
    }
    return left;
  }

  #newlines(): void {
    while (this.#next === '\n') {
      this.#at += 1;
    }
  }

  #pipeline(): ShellNode {
    const negated = this.#next === '!';
    if (negated) {
      this.#take();
    }
    const parts = [this.#command()];
    while (this.#next === '|') {
      this.#take();
      this.#newlines();
      parts.push(this.#command());
    }
    return parts.length === 1 && !negated
      ? parts[0]
      : { kind: 'pipe', parts, negated };
  }

  #command(): ShellNode {
    switch (this.#next) {
      case 'if':
        return this.#if();
      case 'for':
        return this.#for();
      case 'while':
      case 'until':
        return this.#while();
      case '{':
        return this.#group('}');
      case '(':
        return this.#group(')');
      default:
        return this.#tokens[this.#at + 1] === '(' &&
          this.#tokens[this.#at + 2] === ')'
          ? this.#function()
          : this.#simple();
    }
  }

  #group(end: string): ShellNode {
    this.#take();
    const body = this.#list([end]);
    this.#take(end);
    return body;
  }

  #function(): ShellNode {
    const name = this.#take();
    this.#at += 2;
    this.#newlines();
    return { kind: 'function', name, body: this.#command() };
  }

  #if(): ShellNode {
    const branches: Array<{ test: ShellNode; then: ShellNode }> = [];
    do {
      this.#take();
      const test = this.#list(['then']);
      this.#take('then');
      branches.push({ test, then: this.#list(['elif', 'else', 'fi']) });
    } while (this.#next === 'elif');
    const otherwise =
      this.#next === 'else' ? (this.#take(), this.#list(['fi'])) : undefined;
    this.#take('fi');
    return { kind: 'if', branches, otherwise };
  }

  #for(): ShellNode {
    this.#take();
    const name = this.#take();
    const words: string[] = [];
    if (this.#next === 'in') {
      this.#take();
      while (![';', '\n', undefined].includes(this.#next)) {
        words.push(this.#take());
      }
    }
    return { kind: 'for', name, words, body: this.#body() };
  }

  #while(): ShellNode {
    const until = this.#take() === 'until';
    const test = this.#list(['do']);
    return { kind: 'while', test, until, body: this.#body() };
  }

  #body(): ShellNode {
    this.#skip();
    this.#take('do');
    const body = this.#list(['done']);
    this.#take('done');
    return body;
  }

  #simple(): ShellNode {
    const words: string[] = [];
    const redirects: Array<{ operator: string; target: string }> = [];
    for (;;) {
      const token = this.#next;
      // Between double brackets operators are words, too.
      const inTest = words[0] === '[[' && words[words.length - 1] !== ']]';
      if (token === undefined || (OPERATORS.includes(token) && !inTest)) {
        return { kind: 'simple', words, redirects };
      }
      this.#take();
      if (REDIRECT.test(token)) {
        redirects.push({
          operator: token,
          target: token.includes('&') && /\d$/.test(token) ? '' : this.#take(),
        });
      } else {
        words.push(token);
      }
    }
  }
}
