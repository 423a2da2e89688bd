import { resolve } from 'node:path';

/** The checkout. */
export const ROOT = resolve(__dirname, '../..');

/** Everything the scripts write, ignored by git. */
export const STATE = resolve(ROOT, '.managed-nodes');

/** Lets `node` run our TypeScript. */
export const NODE_ARGS = [
  '--no-warnings=ExperimentalWarning',
  '--require',
  resolve(ROOT, 'node_modules/@backstage/cli-node/config/nodeTransform.cjs'),
];

export const BACKSTAGE_CLI = resolve(ROOT, 'node_modules/.bin/backstage-cli');
