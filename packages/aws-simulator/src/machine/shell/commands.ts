import { CommandCall, CommandResult } from './types';
import { FILE_COMMANDS } from './fileCommands';
import { SYSTEM_COMMANDS } from './systemCommands';

type Command = (call: CommandCall) => CommandResult;

function print({ words }: CommandCall): CommandResult {
  const [first] = words;
  const plain = first === '-n' || first === '-e' ? words.slice(1) : words;
  return { stdout: `${plain.join(' ')}${first === '-n' ? '' : '\n'}` };
}

function printf({
  words: [format = '', ...values],
}: CommandCall): CommandResult {
  let next = 0;
  return {
    stdout: format
      .replace(/%[sd]/g, () => values[next++] ?? '')
      .replaceAll('\\n', '\n')
      .replaceAll('\\t', '\t')
      .replaceAll('%%', '%'),
  };
}

function compare(left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return right.endsWith('*')
        ? left.startsWith(right.slice(0, -1))
        : left === right;
    case '!=':
      return left !== right;
    case '-eq':
      return Number(left) === Number(right);
    case '-ne':
      return Number(left) !== Number(right);
    case '-gt':
      return Number(left) > Number(right);
    case '-ge':
      return Number(left) >= Number(right);
    case '-lt':
      return Number(left) < Number(right);
    case '-le':
      return Number(left) <= Number(right);
    case '=~':
      return new RegExp(right).test(left);
    default:
      return false;
  }
}

function unary({ host }: CommandCall, operator: string, word: string): boolean {
  const { machine } = host;
  switch (operator) {
    case '-e':
      return machine.exists(word);
    case '-f':
    case '-r':
    case '-w':
      return machine.file(word) !== undefined;
    case '-s':
      return (machine.file(word)?.size ?? 0) > 0;
    case '-d':
      return machine.isDirectory(word);
    case '-x':
      // What comes with a system is not listed among its files.
      return (
        machine.exists(word) ||
        (/^\/(usr\/)?s?bin\//.test(word) && !/amazon-cloudwatch/.test(word))
      );
    case '-n':
      return word !== '';
    case '-z':
      return word === '';
    default:
      return false;
  }
}

function holds(call: CommandCall, words: readonly string[]): boolean {
  for (const [operator, all] of [
    ['-o', false],
    ['||', false],
    ['-a', true],
    ['&&', true],
  ] as const) {
    const at = words.indexOf(operator);
    if (at > 0) {
      const left = holds(call, words.slice(0, at));
      const right = holds(call, words.slice(at + 1));
      return all ? left && right : left || right;
    }
  }
  if (words[0] === '!') {
    return !holds(call, words.slice(1));
  }
  if (words.length === 3) {
    return compare(words[0], words[1], words[2]);
  }
  // A variable that is empty leaves no word behind.
  if (words.length <= 2 && /^-[a-z]$/.test(words[0] ?? '')) {
    return unary(call, words[0], words[1] ?? '');
  }
  return words.length === 1 && words[0] !== '';
}

function test(call: CommandCall): CommandResult {
  const words = call.words.filter(word => word !== ']' && word !== ']]');
  return { code: Number(!holds(call, words)) };
}

function sleep({ words, host }: CommandCall): CommandResult {
  const [, number = '0', unit = 's'] =
    /^([\d.]+)([smh]?)$/.exec(words[0]) ?? [];
  const seconds: Record<string, number> = { m: 60, h: 3600 };
  host.duration += Number(number) * (seconds[unit] ?? 1) * 1000;
  return {};
}

function grep({ words, stdin, host }: CommandCall): CommandResult {
  const options = words.filter(word => /^-\w/.test(word)).join('');
  const [pattern = '', ...paths] = words.filter(word => !/^-\w/.test(word));
  const text = paths.length
    ? paths.map(path => host.machine.file(path)?.content ?? '').join('\n')
    : stdin;
  const wanted = (line: string) =>
    options.includes('i')
      ? line.toLowerCase().includes(pattern.toLowerCase())
      : line.includes(pattern.replace(/^\^|\$$/g, ''));
  const found = text
    .split('\n')
    .filter(line => line && wanted(line) !== options.includes('v'));
  const shown = options.includes('c')
    ? `${found.length}\n`
    : found.map(line => `${line}\n`).join('');
  return {
    code: Number(!found.length),
    stdout: options.includes('q') ? '' : shown,
  };
}

function count({ words, stdin }: CommandCall): CommandResult {
  const lines = stdin ? stdin.replace(/\n$/, '').split('\n').length : 0;
  return {
    stdout: `${words.includes('-c') ? Buffer.byteLength(stdin) : lines}\n`,
  };
}

/** Commands that scripts may use with effect, by name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  ...FILE_COMMANDS,
  ...SYSTEM_COMMANDS,
  ':': () => ({}),
  '[': test,
  '[[': test,
  cd: () => ({}),
  echo: print,
  false: () => ({ code: 1 }),
  grep,
  printf,
  sleep,
  test,
  trap: () => ({}),
  true: () => ({}),
  wc: count,
};
