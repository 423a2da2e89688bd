import { createContext, Script } from 'node:vm';
import { cleanText } from '../nodes/text';

// AWS judges values by Java's regular expressions. What Java and JavaScript
// understand in the same way is translated, and what they do not is refused:
// then nobody can say here whether a value matches.

const LINE_END = '\\n\\r\\u0085\\u2028\\u2029';

/** Escapes that stand for many characters, as the insides of classes. */
const SETS: ReadonlyMap<string, string> = new Map([
  ['d', '0-9'],
  ['D', '\\0-\\x2f\\x3a-\\u{10ffff}'],
  ['w', 'a-zA-Z_0-9'],
  ['W', '\\0-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\u{10ffff}'],
  ['s', ' \\t\\n\\x0b\\f\\r'],
  ['S', '\\0-\\x08\\x0e-\\x1f\\x21-\\u{10ffff}'],
  ['h', ' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000'],
  ['v', `\\x0b\\f${LINE_END}`],
]);

const PROPERTIES: ReadonlyMap<string, string> = new Map([
  ['L', '\\p{L}'],
  ['Lu', '\\p{Lu}'],
  ['Ll', '\\p{Ll}'],
  ['N', '\\p{N}'],
  ['Nd', '\\p{Nd}'],
  // Java's are of ASCII.
  ['Alnum', 'a-zA-Z0-9'],
  ['Alpha', 'a-zA-Z'],
  ['Digit', '0-9'],
  ['Lower', 'a-z'],
  ['Upper', 'A-Z'],
  ['XDigit', '0-9a-fA-F'],
]);

class Untranslatable extends Error {}

/** Goes through a pattern of Java and writes the same one for JavaScript's `u` flag. */
class Translator {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  translate(): string {
    let out = '';
    while (this.#at < this.#pattern.length) {
      out += this.#token();
    }
    return out;
  }

  #take(expression: RegExp): RegExpExecArray | null {
    const sticky = new RegExp(expression, 'uy');
    sticky.lastIndex = this.#at;
    const match = sticky.exec(this.#pattern);
    this.#at += match?.[0].length ?? 0;
    return match;
  }

  #token(): string {
    const kept = this.#take(
      /\((?:\?(?:[:=!]|<[=!]|<[a-zA-Z][a-zA-Z0-9]*>)|(?!\?))|[)|^$]/,
    );
    if (kept) {
      return kept[0];
    }
    const quantifier = this.#take(/(?:[*+?]|\{\d{1,6}(?:,(?:\d{1,6})?)?\})\??/);
    if (quantifier) {
      if (this.#take(/\+/)) {
        throw new Untranslatable('possessive quantifier');
      }
      return quantifier[0];
    }
    if (this.#take(/\./)) {
      return `[^${LINE_END}]`;
    }
    if (this.#take(/\[/)) {
      return this.#class();
    }
    if (this.#take(/\\/)) {
      const { text, isSet } = this.#escape();
      return isSet ? `[${text}]` : text;
    }
    const literal = this.#take(/[^()[\]{}*+?\\|^$.]/);
    if (literal) {
      return literal[0] === '/' ? '\\/' : literal[0];
    }
    const closing = this.#take(/[\]}]/);
    if (closing) {
      return `\\${closing[0]}`;
    }
    throw new Untranslatable(this.#pattern.slice(this.#at, this.#at + 3));
  }

  #escape(inClass = false): { text: string; isSet: boolean } {
    const set = this.#take(/[dDwWsShv]/);
    if (set) {
      return { text: SETS.get(set[0]) ?? '', isSet: true };
    }
    const property = this.#take(/p\{(\w+)\}/);
    const translated = property && PROPERTIES.get(property[1]);
    if (translated) {
      return { text: translated, isSet: true };
    }
    const same = this.#take(/[tnrf]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}/);
    if (same) {
      return { text: `\\${same[0]}`, isSet: false };
    }
    const boundary = !inClass && this.#take(/[bB]/);
    if (boundary) {
      return { text: `\\${boundary[0]}`, isSet: false };
    }
    // Java takes any character but ASCII letters and digits for itself.
    const itself = this.#take(/[^a-zA-Z0-9]/);
    if (itself) {
      const code = itself[0].codePointAt(0) ?? 0;
      return { text: `\\u{${code.toString(16)}}`, isSet: false };
    }
    throw new Untranslatable(
      `\\${this.#pattern.slice(this.#at, this.#at + 1)}`,
    );
  }

  #class(): string {
    let out = this.#take(/\^/) ? '[^' : '[';
    if (this.#take(/\]/)) {
      throw new Untranslatable('[]');
    }
    let afterSet = false;
    while (!this.#take(/\]/)) {
      if (this.#take(/&&|\[/)) {
        throw new Untranslatable('a class in a class');
      }
      if (this.#take(/\\/)) {
        const { text, isSet } = this.#escape(true);
        out += text;
        afterSet = isSet;
      } else if (this.#take(/-/)) {
        // Beside a set of characters it is itself, which `u` wants escaped.
        const beforeSet = /^(\\[dDwWsShvp]|\])/.test(
          this.#pattern.slice(this.#at),
        );
        out += afterSet || beforeSet || /\[\^?$/.test(out) ? '\\-' : '-';
        afterSet = false;
      } else {
        const character = this.#take(/[^\\\]]/);
        if (!character) {
          throw new Untranslatable('a class without an end');
        }
        out += /[\^[{}()|/]/.test(character[0])
          ? `\\${character[0]}`
          : character[0];
        afterSet = false;
      }
    }
    return `${out}]`;
  }
}

/**
 * A pattern of Java's that has to match the whole of a value, as JavaScript
 * has it.
 *
 * @returns undefined when it says what JavaScript understands in another way
 * or not at all.
 */
export function translatePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${new Translator(pattern).translate()})$`, 'u');
  } catch {
    // Either it could not be translated, or JavaScript does not take it.
    return undefined;
  }
}

/** How long all values of a parameter may take. */
const TIMEOUT_MS = 200;

/**
 * Whether values match a pattern of a document.
 *
 * A pattern with nested quantifiers takes exponential time on some values, and
 * values come from people. Lists of dangerous patterns miss some and refuse
 * many that are fine; engines without backtracking lack the lookaheads that
 * Amazon's documents use. So the time is limited: `vm` ends the script, in the
 * middle of matching, too.
 *
 * @returns `unknown` when the pattern cannot be translated, or took too long.
 */
export function matchesPattern(
  pattern: string,
  values: string[],
): 'yes' | 'no' | 'unknown' {
  const expression = translatePattern(pattern);
  if (!expression) {
    return 'unknown';
  }
  // The code is always the same; patterns and values are data.
  const script = new Script('values.every(value => expression.test(value))');
  const context = createContext({ values, expression });
  try {
    const matches: unknown = script.runInContext(context, {
      timeout: TIMEOUT_MS,
    });
    return matches === true ? 'yes' : 'no';
  } catch {
    // It ran out of time: nothing else can be thrown by a test.
    return 'unknown';
  }
}

/** A pattern as people are told about it. */
export function patternInWords(pattern: string): string {
  return cleanText(pattern, 200) ?? '';
}
