import { ScriptHost } from '../ScriptHost';
import { COMMANDS } from './commands';
import { expandWord, Variables } from './expand';
import { after, ExitWithOutput, OK, Output, redirected } from './output';
import { ShellNode, ShellParser } from './parse';
import { CommandResult } from './types';

/** A loop that goes on for longer is broken off. */
const MOST_ROUNDS = 10_000;

/**
 * Runs shell scripts, as far as it understands them, on a machine that is
 * only there as state. Commands that it does not know succeed and print that
 * they ran; in a pipe they pass on what they read.
 */
export class Shell {
  readonly #host: ScriptHost;
  readonly #variables = new Map<string, string>();
  readonly #functions = new Map<string, ShellNode>();
  #lastCode = 0;
  #exitOnError = false;

  /** Runs a script; what it printed is in the host. Returns its exit code. */
  static run(host: ScriptHost, script: string): number {
    const shell = new Shell(host);
    try {
      const output = shell.#run(ShellParser.parse(script), '');
      host.stdout += output.stdout;
      host.stderr += output.stderr;
      return output.code;
    } catch (error) {
      if (error instanceof ExitWithOutput) {
        host.stdout += error.output.stdout;
        host.stderr += error.output.stderr;
        return error.code;
      }
      throw error;
    }
  }

  private constructor(host: ScriptHost) {
    this.#host = host;
    this.#variables.set('HOSTNAME', host.node.computerName);
    this.#variables.set('HOME', '/root');
    this.#variables.set('AWS_SSM_INSTANCE_ID', host.node.id);
    this.#variables.set('AWS_SSM_REGION_NAME', host.node.region);
  }

  get #scope(): Variables {
    return {
      get: name =>
        name === '?' ? String(this.#lastCode) : this.#variables.get(name) ?? '',
      run: script =>
        this.#run(ShellParser.parse(script), '').stdout.replace(/\n+$/, ''),
    };
  }

  #run(node: ShellNode, stdin: string): Output {
    const output = this.#dispatch(node, stdin);
    this.#lastCode = output.code;
    return output;
  }

  #dispatch(node: ShellNode, stdin: string): Output {
    switch (node.kind) {
      case 'list':
        return this.#sequence(node.items, stdin);
      case 'pipe':
        return this.#pipe(node.parts, node.negated, stdin);
      case 'and':
      case 'or': {
        const left = this.#run(node.left, stdin);
        if (!left.code !== (node.kind === 'and')) {
          return left;
        }
        return after(left, () => this.#run(node.right, stdin));
      }
      case 'if':
        return this.#if(node, stdin);
      case 'for':
        return this.#for(node, stdin);
      case 'while':
        return this.#while(node, stdin);
      case 'function':
        this.#functions.set(node.name, node.body);
        return OK;
      default:
        return this.#simple(node, stdin);
    }
  }

  #sequence(items: readonly ShellNode[], stdin: string): Output {
    let output = OK;
    for (const item of items) {
      output = after(output, () => this.#run(item, stdin));
      if (output.code && this.#exitOnError && item.kind === 'simple') {
        throw new ExitWithOutput(output.code, output);
      }
    }
    return output;
  }

  #pipe(parts: readonly ShellNode[], negated: boolean, stdin: string): Output {
    let given = stdin;
    let stderr = '';
    let code = 0;
    for (const part of parts) {
      const output = this.#run(part, given);
      given = output.stdout;
      stderr += output.stderr;
      code = output.code;
    }
    return {
      code: negated ? Number(!code) : code,
      stdout: given,
      stderr,
    };
  }

  /** A test does not end the script, whatever comes of it. */
  #test(node: ShellNode, stdin: string): Output {
    const before = this.#exitOnError;
    this.#exitOnError = false;
    try {
      return this.#run(node, stdin);
    } finally {
      this.#exitOnError = before;
    }
  }

  #if(node: Extract<ShellNode, { kind: 'if' }>, stdin: string): Output {
    let output = OK;
    for (const { test, then } of node.branches) {
      const tested = after(output, () => this.#test(test, stdin));
      if (!tested.code) {
        return after(tested, () => this.#run(then, stdin));
      }
      output = { ...tested, code: 0 };
    }
    const { otherwise } = node;
    return otherwise
      ? after(output, () => this.#run(otherwise, stdin))
      : output;
  }

  #for(node: Extract<ShellNode, { kind: 'for' }>, stdin: string): Output {
    let output = OK;
    const words = node.words.flatMap(word => this.#words(word));
    for (const word of words.slice(0, MOST_ROUNDS)) {
      this.#variables.set(node.name, word);
      output = after(output, () => this.#run(node.body, stdin));
    }
    return output;
  }

  #while(node: Extract<ShellNode, { kind: 'while' }>, stdin: string): Output {
    let output = OK;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const tested = after(output, () => this.#test(node.test, stdin));
      if (Boolean(tested.code) !== node.until) {
        return { ...tested, code: 0 };
      }
      output = after(tested, () => this.#run(node.body, stdin));
    }
    return output;
  }

  /** Words of a word; those with an asterisk are the files that there are. */
  #words(word: string): string[] {
    const words = expandWord(word, this.#scope);
    return /^["']/.test(word)
      ? words
      : words.flatMap(each => {
          const found = each.includes('*') ? this.#glob(each) : [];
          return found.length ? found : [each];
        });
  }

  #glob(pattern: string): string[] {
    const source = pattern
      .replace(/[.+^${}()|[\]\\?]/g, '\\$&')
      .replaceAll('*', '[^/]*');
    const matcher = new RegExp(`^${source}(?=/|$)`);
    const found = [...this.#host.machine.files.keys()].flatMap(
      path => matcher.exec(path)?.[0] ?? [],
    );
    return [...new Set(found)].sort();
  }

  #simple(
    { words, redirects }: Extract<ShellNode, { kind: 'simple' }>,
    stdin: string,
  ): Output {
    const [first = ''] = words;
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(first);
    if (assignment && words.length === 1) {
      this.#variables.set(
        assignment[1],
        expandWord(assignment[2], this.#scope).join(' '),
      );
      return OK;
    }
    const expanded = words
      .slice(assignment ? 1 : 0)
      .flatMap(word => this.#words(word));
    const [name = '', ...rest] = expanded;
    return redirected(this.#call(name, rest, stdin), redirects, {
      host: this.#host,
      variables: this.#scope,
    });
  }

  /** A file that is to be run, perhaps by a shell. */
  #script(
    name: string,
    words: readonly string[],
  ): { text: string; words: readonly string[] } | undefined {
    const byShell = /^(.*\/)?(ba|z|k|da)?sh$/.test(name) || name === '.';
    const inline = byShell && words[0] === '-c';
    const [path = '', ...rest] = byShell ? words : [name, ...words];
    const { machine } = this.#host;
    const file = machine.file(path) ?? machine.file(path.replace(/^.*\//, ''));
    if (inline) {
      return { text: words[1] ?? '', words: words.slice(2) };
    }
    return file?.content ? { text: file.content, words: rest } : undefined;
  }

  #call(name: string, words: string[], stdin: string): Output {
    switch (name) {
      case '':
        return OK;
      case 'exit':
        throw new ExitWithOutput(Number(words[0] ?? this.#lastCode) || 0, OK);
      case 'set':
        this.#exitOnError = words.some(word => /^-\w*e/.test(word))
          ? true
          : this.#exitOnError;
        return OK;
      case 'export':
      case 'local':
      case 'readonly':
        for (const word of words) {
          const [, key, value] = /^(\w+)=(.*)$/s.exec(word) ?? [];
          if (key) {
            this.#variables.set(key, value);
          }
        }
        return OK;
      case 'sudo':
      case 'nohup':
        return this.#call(words[0] ?? '', words.slice(1), stdin);
      default:
    }
    const body = this.#functions.get(name);
    if (body) {
      words.forEach((word, index) =>
        this.#variables.set(String(index + 1), word),
      );
      return this.#run(body, stdin);
    }
    const short = name.replace(/^.*\//, '');
    const command = Object.hasOwn(COMMANDS, short)
      ? COMMANDS[short]
      : undefined;
    const call = { name: short, words, stdin, host: this.#host };
    const script = command ? undefined : this.#script(name, words);
    if (script) {
      script.words.forEach((word, index) =>
        this.#variables.set(String(index + 1), word),
      );
      return this.#run(ShellParser.parse(script.text), stdin);
    }
    const result: CommandResult = command
      ? command(call)
      : { stdout: stdin || `${[name, ...words].join(' ')}\n` };
    return {
      code: result.code ?? 0,
      stdout: result.stdout ?? '',
      stderr: result.stderr ?? '',
    };
  }
}
