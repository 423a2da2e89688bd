import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { BACKSTAGE_CLI, ROOT, STATE } from './paths';
import { start } from './processes';

const SOURCES = [
  'packages/app/src',
  'packages/app/public',
  'plugins/managed-nodes/src',
  'plugins/managed-nodes-react/src',
  'plugins/managed-nodes-common/src',
];
const FILES = [
  'app-config.yaml',
  'yarn.lock',
  'packages/app/package.json',
  'plugins/managed-nodes/config.d.ts',
  'plugins/managed-nodes/package.json',
];

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap(entry =>
      entry.isDirectory()
        ? filesBelow(join(folder, entry.name))
        : [join(folder, entry.name)],
    )
    .filter(file => !/\.test\.tsx?$/.test(file))
    .sort();
}

function sourcesHash(): string {
  const hash = createHash('sha1');
  for (const file of [
    ...FILES.map(name => resolve(ROOT, name)).filter(existsSync),
    ...SOURCES.map(name => resolve(ROOT, name))
      .filter(existsSync)
      .flatMap(filesBelow),
  ]) {
    hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Builds the frontend, unless it was built from the very same sources. */
export async function buildFrontend(onBuild: () => void): Promise<void> {
  const stamp = resolve(STATE, 'frontend');
  const hash = sourcesHash();
  const dist = resolve(ROOT, 'packages/app/dist/index.html');
  if (
    existsSync(dist) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hash
  ) {
    return;
  }
  onBuild();
  // An interrupted build leaves parts, which must not pass for a whole one.
  rmSync(stamp, { force: true });
  const log = resolve(STATE, 'logs/frontend-build.log');
  mkdirSync(resolve(STATE, 'logs'), { recursive: true });
  writeFileSync(log, '');
  const code = await start(
    BACKSTAGE_CLI,
    ['package', 'build', '--config', resolve(ROOT, 'app-config.yaml')],
    {
      cwd: resolve(ROOT, 'packages/app'),
      env: { ...process.env, NODE_ENV: 'production', PORTAL_PORT: '7007' },
      log,
    },
  ).exited;
  if (code !== 0) {
    process.stderr.write(readFileSync(log, 'utf8').slice(-6000));
    throw new Error('The frontend could not be built');
  }
  writeFileSync(stamp, hash);
}
