import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function find(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...PLACES].find(
    (path): path is string => Boolean(path) && existsSync(path!),
  );
}

/**
 * A Chromium to drive: the one of this machine, else Debian's package where
 * we may install it, else the one Playwright brings.
 *
 * @returns its path, or undefined for Playwright's own.
 */
export function findChromium(log: (text: string) => void): string | undefined {
  const found = find();
  if (found) {
    return found;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    log('  Installing Chromium …');
    const options = {
      stdio: 'pipe' as const,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], options);
    return find();
  }
  log('  Installing the Chromium of Playwright …');
  execFileSync('node_modules/.bin/playwright', ['install', 'chromium'], {
    stdio: 'pipe',
  });
  return undefined;
}
