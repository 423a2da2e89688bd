import { Config, ConfigReader } from '@backstage/config';
import {
  AwsCredentialsManager,
  DefaultAwsCredentialsManager,
} from '@backstage/integration-aws-node';
import { JsonArray, JsonObject } from '@backstage/types';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SSMClient } from '@aws-sdk/client-ssm';
import { Account } from '../accounts/types';
import { TargetKey } from '../nodes/types';

/** The clients of one (account, Region). */
export interface TargetClients {
  ssm: SSMClient;
  tagging: ResourceGroupsTaggingAPIClient;
  ec2: EC2Client;
}

/** Whether somebody waits for the answer. */
export type ClientUse = 'sync' | 'interactive';

type Credentials = Awaited<
  ReturnType<
    Awaited<
      ReturnType<AwsCredentialsManager['getCredentialProvider']>
    >['sdkCredentialProvider']
  >
>;

/** Credentials are renewed this long before they expire. */
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * Adds the role of an account to what the app config says of AWS accounts, in
 * the form Backstage's AWS integration reads. An account that `aws.accounts`
 * configures itself is left as it is.
 */
function withRole(
  config: Config,
  accountId: string,
  account: Account | undefined,
  partition: string,
): Config {
  const aws: JsonObject = { ...config.getOptional<JsonObject>('aws') };
  const accounts: JsonArray = [...((aws.accounts as JsonArray) ?? [])];
  const configured = accounts.some(
    other => String((other as JsonObject).accountId) === accountId,
  );
  if (account?.roleName && !configured) {
    accounts.push({
      accountId,
      roleName: account.roleName,
      partition,
      ...(account.externalId && { externalId: account.externalId }),
    });
  }
  return new ConfigReader({ aws: { ...aws, accounts } });
}

/**
 * AWS SDK clients per (account, Region), with the credentials that
 * `@backstage/integration-aws-node` gives for the account. Clients are kept:
 * each holds the adaptive retry state of its own throttle bucket.
 */
export class AwsClients {
  readonly #config: Config;
  readonly #accounts: { get(id: string): Account | undefined };
  readonly #partition: string;
  readonly #clients = new Map<string, Promise<TargetClients>>();
  readonly #providers = new Map<string, Promise<() => Promise<Credentials>>>();

  static fromConfig(
    config: Config,
    options: {
      accounts: { get(id: string): Account | undefined };
      /** AWS partition. Default: aws. */
      partition?: string;
    },
  ): AwsClients {
    return new AwsClients(config, options);
  }

  private constructor(
    config: Config,
    options: {
      accounts: { get(id: string): Account | undefined };
      partition?: string;
    },
  ) {
    this.#config = config;
    this.#accounts = options.accounts;
    this.#partition = options.partition ?? 'aws';
  }

  /**
   * The clients of a target. What a person or an event waits for has clients
   * of its own, so that it does not queue behind a listing that AWS slowed
   * down.
   */
  async forTarget(
    target: TargetKey,
    use: ClientUse = 'sync',
  ): Promise<TargetClients> {
    const key = `${use} ${target.account}/${target.region}`;
    let clients = this.#clients.get(key);
    if (!clients) {
      clients = this.#create(target, use);
      this.#clients.set(key, clients);
      clients.catch(() => this.#clients.delete(key));
    }
    return clients;
  }

  /** What any SDK client of an account and Region is to be made with. */
  async options(target: TargetKey, use: ClientUse = 'sync') {
    return {
      region: target.region,
      credentials: await this.#providerFor(target.account),
      customUserAgent: 'backstage-managed-nodes',
      retryMode: 'adaptive',
      // The default of 3 gives up too soon in a crawl that is throttled.
      maxAttempts: use === 'sync' ? 8 : 4,
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
    };
  }

  async #create(target: TargetKey, use: ClientUse): Promise<TargetClients> {
    const options = await this.options(target, use);
    return {
      ssm: new SSMClient(options),
      tagging: new ResourceGroupsTaggingAPIClient(options),
      ec2: new EC2Client(options),
    };
  }

  /** One provider per account, so that its role is assumed once and not once per client. */
  #providerFor(accountId: string): Promise<() => Promise<Credentials>> {
    const account = this.#accounts.get(accountId);
    const key = JSON.stringify([
      accountId,
      account?.roleName,
      account?.externalId,
    ]);
    let provider = this.#providers.get(key);
    if (!provider) {
      provider = DefaultAwsCredentialsManager.fromConfig(
        withRole(this.#config, accountId, account, this.#partition),
      )
        .getCredentialProvider({ accountId })
        .then(({ sdkCredentialProvider }) => remember(sdkCredentialProvider));
      this.#providers.set(key, provider);
      provider.catch(() => this.#providers.delete(key));
    }
    return provider;
  }
}

function remember(
  provider: () => Promise<Credentials>,
): () => Promise<Credentials> {
  let current: Promise<Credentials> | undefined;
  let renewAt = 0;
  return () => {
    if (!current || Date.now() >= renewAt) {
      renewAt = Number.POSITIVE_INFINITY;
      const pending = provider();
      current = pending;
      pending.then(
        ({ expiration }) => {
          renewAt = expiration
            ? expiration.getTime() - RENEW_BEFORE_MS
            : Number.POSITIVE_INFINITY;
        },
        () => {
          current = undefined;
        },
      );
    }
    return current;
  };
}
