import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ROOT } from './paths';

/** What must not be in a file that is committed. Written so as not to find itself. */
const UNWANTED: Array<[string, RegExp]> = [
  [
    'a path of somebody’s machine',
    /(^|[\s"'`(=])\/(home|Users|roo[t]|wor[k])\/[\w.-]+/,
  ],
  ['the host of a package registry', /registry\.(npmj[s]|yarnpk[g])\.\w+/],
  [
    'a test that is skipped or runs alone',
    /\b(describe|it|test)\.(only|skip|todo)\(/,
  ],
];

const IGNORED = /^(\.yarn\/|LICENSE$)|\.(png|ico|svg)$/;

/** Finds what must not be committed. */
export function findUntidy(): string[] {
  const files = execFileSync('git', ['ls-files', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\0')
    .filter(file => file && !IGNORED.test(file));
  return files.flatMap(file => {
    const lines = readFileSync(resolve(ROOT, file), 'utf8').split('\n');
    const found = lines.flatMap((line, index) =>
      UNWANTED.filter(([, pattern]) => pattern.test(line)).map(
        ([what]) => `${file}:${index + 1}: ${what}`,
      ),
    );
    if (file === 'yarn.lock' && lines.some(line => /https?:\/\//.test(line))) {
      found.push('yarn.lock: an address, so a resolution went wrong');
    }
    return found;
  });
}
