import { ScriptExit, ScriptHost } from '../ScriptHost';
import { CMDLETS } from './cmdlets';
import { ScriptError } from './ScriptError';
import {
  isAgentControl,
  optionsOf,
  runAgentControl,
  scriptAt,
  variablesOf,
} from './calls';
import { add, compare, interpolated, isTrue, toText, Value } from './values';
import { clean, operatorIn, skip, split, step } from './scan';

/**
 * Runs PowerShell scripts, as far as it understands them, on a machine that
 * is only there as state. Cmdlets that it does not know succeed and print
 * that they ran.
 */
export class PowerShell {
  readonly #host: ScriptHost;
  readonly #variables: Map<string, Value>;

  /** Runs a script; what it printed is in the host. Returns its exit code. */
  static run(host: ScriptHost, script: string): number {
    const shell = new PowerShell(host);
    try {
      shell.#block(clean(script));
      // SSM Agent ends its scripts with that of the last program.
      return shell.#lastExitCode;
    } catch (error) {
      if (error instanceof ScriptExit) {
        return error.code;
      }
      if (error instanceof ScriptError) {
        host.stderr += `${error.message}\n`;
        return 1;
      }
      throw error;
    }
  }

  private constructor(host: ScriptHost) {
    this.#host = host;
    this.#variables = variablesOf(host);
  }

  get #lastExitCode(): number {
    return Number(this.#variables.get('lastexitcode') ?? 0);
  }

  /** Statements one after another. */
  #block(text: string): void {
    let rest = text.trim();
    while (rest) {
      rest = this.#statement(rest).replace(/^[\s;]+/, '');
    }
  }

  /** Carries out the first statement; what is left of the text. */
  #statement(text: string): string {
    const keyword = /^(if|foreach|try|while)\b\s*/i.exec(text);
    switch (keyword?.[1].toLowerCase()) {
      case 'if':
        return this.#if(text);
      case 'foreach':
        return this.#foreach(text.slice(keyword?.[0].length));
      case 'try':
        return this.#try(text.slice(keyword?.[0].length));
      default:
    }
    let end = 0;
    while (end < text.length && !/[\n;]/.test(text[end])) {
      end = step(text, end);
    }
    this.#simple(text.slice(0, end).trim());
    return text.slice(end);
  }

  #group(text: string): [inner: string, rest: string] {
    const end = skip(text, 0);
    return [text.slice(1, end - 1), text.slice(end).trimStart()];
  }

  #if(text: string): string {
    let rest = text;
    let done = false;
    for (;;) {
      const match = /^\s*(if|elseif|else\s+if|else)\b\s*/i.exec(rest);
      if (!match) {
        return rest;
      }
      rest = rest.slice(match[0].length);
      let holds = true;
      if (!/^else$/i.test(match[1])) {
        const [test, after] = this.#group(rest);
        holds = !done && isTrue(this.#value(test));
        rest = after;
      }
      const [body, after] = this.#group(rest);
      if (holds && !done) {
        done = true;
        this.#block(body);
      }
      rest = after;
      if (!/^else/i.test(rest)) {
        return rest;
      }
    }
  }

  #foreach(text: string): string {
    const [head, rest] = this.#group(text);
    const [body, after] = this.#group(rest);
    const [, name = '', list = ''] =
      /^\s*\$(\w+)\s+in\s+([^]+)$/i.exec(head) ?? [];
    const values = this.#value(list);
    for (const value of Array.isArray(values) ? values : [values]) {
      this.#variables.set(name.toLowerCase(), value);
      this.#block(body);
    }
    return after;
  }

  #try(text: string): string {
    const [body, rest] = this.#group(text);
    const found = /^catch\b[^{]*/i.exec(rest);
    const [handler, after] = found
      ? this.#group(rest.slice(found[0].length))
      : ['', rest];
    try {
      this.#block(body);
    } catch (error) {
      if (!(error instanceof ScriptError)) {
        throw error;
      }
      this.#variables.set('_', error.message);
      this.#block(handler);
    }
    const last = /^finally\b\s*/i.exec(after);
    if (!last) {
      return after;
    }
    const [cleaning, end] = this.#group(after.slice(last[0].length));
    this.#block(cleaning);
    return end;
  }

  #simple(text: string): void {
    const assignment = /^\$([\w:]+)\s*(\+?)=\s*([^]*)$/.exec(text);
    if (assignment) {
      const [, name, more, expression] = assignment;
      const value = this.#value(expression);
      const before = this.#variables.get(name.toLowerCase()) ?? null;
      this.#variables.set(
        name.toLowerCase(),
        more ? add(before, value) : value,
      );
      return;
    }
    const exit = /^exit\b\s*(.*)$/i.exec(text);
    if (exit) {
      throw new ScriptExit(exit[1] ? Number(this.#value(exit[1])) : 0);
    }
    const thrown = /^throw\b\s*(.*)$/i.exec(text);
    if (thrown) {
      throw new ScriptError(toText(this.#value(thrown[1])));
    }
    if (text) {
      const printed = toText(this.#value(text));
      this.#host.stdout += printed && `${printed}\r\n`;
    }
  }

  /** What an expression, a pipeline or a cmdlet gives. */
  #value(given: string): Value {
    const text = given.trim();
    for (const [separator, all] of [
      [/\s-or\s/, false],
      [/\s-and\s/, true],
    ] as const) {
      const parts = split(text, separator);
      if (parts.length > 1) {
        return all
          ? parts.every(part => isTrue(this.#value(part)))
          : parts.some(part => isTrue(this.#value(part)));
      }
    }
    const negated = /^(?:-not\b|!)\s*([^]+)$/i.exec(text);
    if (negated) {
      return !isTrue(this.#value(negated[1]));
    }
    const comparison = operatorIn(text);
    if (comparison && !/^[A-Za-z]+-[A-Za-z]+\b/.test(text)) {
      const [left, operator, right] = comparison;
      return compare(this.#value(left), operator, this.#value(right));
    }
    const [first, ...stages] = split(text, /\|/);
    return stages.reduce<Value>(
      (piped, stage) => this.#command(stage.trim(), piped),
      this.#term(first.trim()),
    );
  }

  #term(text: string): Value {
    if (/^-?\d+(\.\d+)?$/.test(text)) {
      return Number(text);
    }
    if (/^["']/.test(text) && skip(text, 0) >= text.length) {
      return text.startsWith("'")
        ? text.slice(1, -1)
        : interpolated(text.slice(1, -1), this.#variables, inner =>
            this.#value(inner),
          );
    }
    const bracket = /^@?\(/.exec(text);
    if (bracket) {
      const end = skip(text, bracket[0].length - 1);
      const inner = this.#value(text.slice(bracket[0].length, end - 1));
      const value =
        bracket[0] === '@(' && !Array.isArray(inner)
          ? split(text.slice(2, end - 1), /,/)
              .filter(part => part.trim())
              .map(part => this.#value(part))
          : inner;
      return this.#member(value, text.slice(end));
    }
    const list = split(text, /,/);
    if (list.length > 1 && /^["'$\d]/.test(text)) {
      return list.map(part => this.#value(part));
    }
    if (/^@\{/.test(text)) {
      return this.#table(text.slice(2, skip(text, 1) - 1));
    }
    const variable = /^\$([\w:]+|\{[^}]+\})((?:\.\w+|\[\d+\])*)$/.exec(text);
    if (variable) {
      const name = variable[1].replace(/[{}]/g, '').toLowerCase();
      return this.#member(this.#variables.get(name) ?? null, variable[2]);
    }
    return this.#command(text, undefined);
  }

  #table(text: string): Value {
    return Object.fromEntries(
      split(text, /[;\n]/).flatMap(entry => {
        const [, name, value] =
          /^\s*["']?([\w ]+?)["']?\s*=\s*([^]+)$/.exec(entry) ?? [];
        return name ? [[name, this.#value(value)]] : [];
      }),
    );
  }

  #member(value: Value, path: string): Value {
    let result = value;
    for (const [, name, index] of path.matchAll(/\.(\w+)|\[(\d+)\]/g)) {
      if (Array.isArray(result)) {
        result =
          name?.toLowerCase() === 'count'
            ? result.length
            : result[Number(index ?? 0)] ?? null;
      } else if (typeof result === 'object' && result !== null && name) {
        const key = Object.keys(result).find(
          each => each.toLowerCase() === name.toLowerCase(),
        );
        result = key === undefined ? null : result[key];
      }
    }
    return result;
  }

  #command(text: string, piped: Value | undefined): Value {
    const all = split(text, /\s+/).filter(Boolean);
    const [name = '', ...rest] = all;
    const options = optionsOf(rest, word => this.#argument(word));
    const cmdlet = Object.hasOwn(CMDLETS, name.toLowerCase())
      ? CMDLETS[name.toLowerCase()]
      : undefined;
    if (!cmdlet) {
      const [file = '', ...given] = name === '&' ? rest : all;
      const path = toText(this.#argument(file));
      if (isAgentControl(path)) {
        const words = given.map(each => toText(this.#argument(each)));
        return runAgentControl(this.#host, this.#variables, [path, ...words]);
      }
      const script = scriptAt(this.#host, path);
      if (script !== undefined) {
        this.#block(clean(script));
        return null;
      }
      return piped ?? text;
    }
    return cmdlet({ options, piped, host: this.#host });
  }

  #argument(word: string): Value {
    return /^["'$(@\d]/.test(word) ? this.#value(word) : word;
  }
}
