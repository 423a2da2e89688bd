import { CommandCall, CommandResult } from './types';

type Command = (call: CommandCall) => CommandResult;

const DAY = 86_400_000;
const UNITS: Record<string, number> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function plain(words: readonly string[]): string[] {
  return words.filter(word => !/^-\w/.test(word));
}

function missing(name: string, path: string): CommandResult {
  return {
    code: 1,
    stderr: `${name}: ${path}: No such file or directory\n`,
  };
}

function cat({ name, words, stdin, host }: CommandCall): CommandResult {
  const paths = plain(words);
  const absent = paths.find(path => !host.machine.file(path));
  return absent
    ? missing(name, absent)
    : {
        stdout: paths.length
          ? paths.map(path => host.machine.file(path)?.content).join('')
          : stdin,
      };
}

function ends({ name, words, stdin, host }: CommandCall): CommandResult {
  const given = words.findIndex(word => word === '-n' || word === '-c');
  const most = Number(
    given < 0
      ? words.find(word => /^-\d+$/.test(word))?.slice(1) ?? 10
      : words[given + 1],
  );
  const path = words.find(
    (word, index) =>
      !word.startsWith('-') && (given < 0 || index !== given + 1),
  );
  if (path && !host.machine.file(path)) {
    return missing(name, path);
  }
  const text = path ? host.machine.file(path)?.content ?? '' : stdin;
  const lines = text.replace(/\n$/, '').split('\n');
  const kept = name === 'head' ? lines.slice(0, most) : lines.slice(-most);
  return { stdout: text ? `${kept.join('\n')}\n` : '' };
}

function list({ name, words, host }: CommandCall): CommandResult {
  const [path = '/'] = plain(words);
  if (!host.machine.exists(path)) {
    return missing(name, path);
  }
  const file = host.machine.file(path);
  const start = path.length + (path.endsWith('/') ? 0 : 1);
  const names = file
    ? [path]
    : [
        ...new Set(
          host.machine
            .below(path)
            .map(each => each.slice(start).replace(/\/.*$/, '')),
        ),
      ];
  return { stdout: names.map(each => `${each}\n`).join('') };
}

function remove({ name, words, host }: CommandCall): CommandResult {
  const force = words.some(word => /^-\w*f/.test(word));
  const absent = plain(words).find(path => !host.machine.remove(path));
  return absent && !force ? missing(name, absent) : {};
}

function touch({ words, host }: CommandCall): CommandResult {
  for (const path of plain(words)) {
    const file = host.machine.file(path);
    host.machine.write(path, file?.content ?? '', host.now, file?.size);
  }
  return {};
}

function truncate({ words, host }: CommandCall): CommandResult {
  const at = words.indexOf('-s');
  for (const path of words.filter(
    (word, index) => !word.startsWith('-') && index !== at + 1,
  )) {
    host.machine.write(path, '', host.now, Number(words[at + 1]) || 0);
  }
  return {};
}

function transfer({ name, words, host }: CommandCall): CommandResult {
  const [from = '', to = ''] = plain(words);
  const file = host.machine.file(from);
  if (!file) {
    return missing(name, from);
  }
  const target = host.machine.isDirectory(to)
    ? `${to.replace(/\/$/, '')}/${from.replace(/^.*\//, '')}`
    : to;
  host.machine.write(target, file.content, host.now, file.size);
  if (name === 'mv') {
    host.machine.remove(from);
  }
  return {};
}

function compress({ name, words, host }: CommandCall): CommandResult {
  const [path = ''] = plain(words);
  const file = host.machine.file(path);
  if (!file) {
    return missing(name, path);
  }
  host.machine.write(
    `${path}.gz`,
    file.content,
    host.now,
    Math.ceil(file.size / 10),
  );
  host.machine.remove(path);
  return {};
}

function archive({ words, host }: CommandCall): CommandResult {
  const at = words.findIndex(word => /^-?\w*c\w*f$/.test(word));
  if (at >= 0 && words[at + 1]) {
    const sources = plain(words.slice(at + 2));
    const size = sources
      .flatMap(path => [path, ...host.machine.below(path)])
      .reduce((sum, path) => sum + (host.machine.file(path)?.size ?? 0), 0);
    host.machine.write(words[at + 1], '', host.now, Math.ceil(size / 10) + 512);
  }
  return {};
}

function sizeTest(text: string): (size: number) => boolean {
  const [, sign, number = '0', unit = 'k'] =
    /^([+-]?)(\d+)([kMG]?)$/.exec(text) ?? [];
  const limit = Number(number) * (UNITS[unit.toLowerCase()] ?? 512);
  return size =>
    (sign === '+' && size > limit) ||
    (sign === '-' && size < limit) ||
    (!sign && size === limit);
}

function find({ words, host }: CommandCall): CommandResult {
  const roots = words.slice(
    0,
    Math.max(
      1,
      words.findIndex(word => word.startsWith('-')),
    ),
  );
  const option = (name: string) => {
    const at = words.indexOf(name);
    return at < 0 ? undefined : words[at + 1];
  };
  const name = option('-name');
  const age = option('-mtime');
  const size = option('-size');
  const matcher =
    name &&
    new RegExp(
      `^${name.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`,
    );
  const found = roots
    .flatMap(root => host.machine.below(root))
    .filter(path => {
      const file = host.machine.file(path);
      const days = (host.now - (file?.modifiedAt ?? 0)) / DAY;
      return (
        (!matcher || matcher.test(path.replace(/^.*\//, ''))) &&
        (!age ||
          (age.startsWith('+')
            ? days > Number(age.slice(1))
            : days <= Math.abs(Number(age)))) &&
        (!size || sizeTest(size)(file?.size ?? 0))
      );
    });
  if (words.includes('-delete') || words.includes('rm')) {
    found.forEach(path => host.machine.remove(path));
    return words.includes('-print')
      ? { stdout: found.map(path => `${path}\n`).join('') }
      : {};
  }
  return { stdout: found.map(path => `${path}\n`).join('') };
}

/** Kilobytes in use below a path, or in words with `-h`. */
function usage({ words, host }: CommandCall): CommandResult {
  const human = words.some(word => /^-\w*h/.test(word));
  return {
    stdout: plain(words)
      .map(path => {
        const bytes = [path, ...host.machine.below(path)].reduce(
          (sum, each) => sum + (host.machine.file(each)?.size ?? 0),
          0,
        );
        return `${
          human
            ? `${(bytes / 1024 ** 2).toFixed(1)}M`
            : String(Math.ceil(bytes / 1024))
        }\t${path}\n`;
      })
      .join(''),
  };
}

/** Keeps what was there beside an empty log. */
function logrotate({ words, host }: CommandCall): CommandResult {
  for (const path of plain(words).filter(each => each.startsWith('/var/log'))) {
    const file = host.machine.file(path);
    if (file) {
      host.machine.write(
        `${path}.1.gz`,
        file.content,
        host.now,
        Math.ceil(file.size / 10),
      );
      host.machine.write(path, '', host.now);
    }
  }
  return {};
}

function stat({ name, words, host }: CommandCall): CommandResult {
  const path = words[words.length - 1] ?? '';
  const file = host.machine.file(path);
  const at = words.findIndex(word => word === '-c' || word === '--format');
  return file
    ? {
        stdout: `${(words[at + 1] ?? '%n %s')
          .replaceAll('%s', String(file.size))
          .replaceAll('%n', path)
          .replaceAll('%Y', String(Math.floor(file.modifiedAt / 1000)))}\n`,
      }
    : missing(name, path);
}

function tee({ words, stdin, host }: CommandCall): CommandResult {
  for (const path of plain(words)) {
    const before = words.includes('-a')
      ? host.machine.file(path)?.content ?? ''
      : '';
    host.machine.write(path, before + stdin, host.now);
  }
  return { stdout: stdin };
}

function basename({ name, words: [path = ''] }: CommandCall): CommandResult {
  return {
    stdout: `${
      name === 'basename'
        ? path.replace(/^.*\//, '')
        : path.replace(/\/[^/]*$/, '') || '/'
    }\n`,
  };
}

/** Commands that look at or change files. */
export const FILE_COMMANDS: Readonly<Record<string, Command>> = {
  basename,
  cat,
  chmod: () => ({}),
  chown: () => ({}),
  cp: transfer,
  dirname: basename,
  du: usage,
  find,
  gzip: compress,
  head: ends,
  logrotate,
  ls: list,
  mkdir: () => ({}),
  mktemp: ({ words }) => ({
    stdout: `/tmp/tmp.${words.includes('-d') ? 'd' : 'f'}simulated\n`,
  }),
  mv: transfer,
  rm: remove,
  stat,
  tail: ends,
  tar: archive,
  tee,
  touch,
  truncate,
};
