import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { Config, ConfigReader } from '@backstage/config';
import { EntityProvider } from '@backstage/plugin-catalog-node';
import { SyncTarget } from '../../plugins/managed-nodes-backend/src/accounts/types';
import { STATE } from '../lib/paths';
import { CREDENTIALS } from './aws';

const PACKAGE = '@roadiehq/catalog-backend-module-aws';
const VERSION = '5.11.0';
const FOLDER = resolve(STATE, 'bench/roadie');

/** Roadie's provider of EC2 instances, as far as it is used here. */
interface Ec2Provider extends EntityProvider {
  run(): Promise<void>;
}

interface RoadieModule {
  AWSEC2Provider: {
    fromConfig(
      config: Config,
      options: {
        logger: { info(message: string): void; error(message: string): void };
        providerId: string;
        useTemporaryCredentials: boolean;
      },
    ): Ec2Provider;
  };
}

/**
 * Installs Roadie's module in a folder of its own: it is made for the catalog
 * backend before version 4, which our own dependencies must not bring twice.
 *
 * @returns why it is not there, in one word, where it is not.
 */
export async function installRoadie(): Promise<string | undefined> {
  if (existsSync(resolve(FOLDER, 'node_modules', PACKAGE))) {
    return undefined;
  }
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(resolve(FOLDER, 'package.json'), '{"private":true}');
  try {
    await promisify(execFile)(
      'npm',
      [
        ...['install', '--no-audit', '--no-fund', '--omit=dev'],
        ...['--ignore-scripts', `${PACKAGE}@${VERSION}`],
      ],
      { cwd: FOLDER },
    );
    return undefined;
  } catch (error) {
    process.stderr.write(`${PACKAGE} was not installed: ${error}\n`);
    return 'not-installed';
  }
}

/** One for each target, as its documentation says. */
export function createRoadieProviders(targets: SyncTarget[]): Ec2Provider[] {
  // It finds its own credentials for the accounts' roles.
  process.env.AWS_ACCESS_KEY_ID = CREDENTIALS.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = CREDENTIALS.secretAccessKey;
  process.env.AWS_REGION = 'us-east-1';
  const { AWSEC2Provider }: RoadieModule = createRequire(
    resolve(FOLDER, 'package.json'),
  )(PACKAGE);
  return targets.map(({ account, region }) =>
    AWSEC2Provider.fromConfig(
      new ConfigReader({
        accountId: account,
        region,
        roleName: 'BackstageManagedNodesRead',
        roleArn: `arn:aws:iam::${account}:role/BackstageManagedNodesRead`,
        externalId: 'managed-nodes-demo',
      }),
      {
        logger: {
          info: () => undefined,
          error: message => process.stderr.write(`${message}\n`),
        },
        providerId: `${account}-${region}`,
        useTemporaryCredentials: true,
      },
    ),
  );
}
