import { Config, ConfigReader } from '@backstage/config';
import { DefaultAwsCredentialsManager } from '@backstage/integration-aws-node';
import { JsonArray, JsonObject } from '@backstage/types';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SSMClient } from '@aws-sdk/client-ssm';
import { Account } from '../accounts/types';
import { TargetKey } from '../nodes/types';
import { SessionCredentials } from './SessionCredentials';

/** The clients of one (account, Region). */
export interface TargetClients {
  ssm: SSMClient;
  tagging: ResourceGroupsTaggingAPIClient;
  ec2: EC2Client;
}

/** Whether somebody waits for the answer. */
export type ClientUse = 'sync' | 'interactive';

/** How long AWS may take to answer. */
const PATIENCE_MS = 30_000;

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
  readonly #patienceMs: number;
  readonly #sessions = new Map<string, Promise<SessionCredentials>>();

  static fromConfig(
    config: Config,
    options: {
      accounts: { get(id: string): Account | undefined };
      /** AWS partition. Default: aws. */
      partition?: string;
      /** Milliseconds that AWS may take to answer. Default: 30,000. */
      patienceMs?: number;
    },
  ): AwsClients {
    return new AwsClients(config, options);
  }

  private constructor(
    config: Config,
    options: {
      accounts: { get(id: string): Account | undefined };
      partition?: string;
      patienceMs?: number;
    },
  ) {
    this.#config = config;
    this.#accounts = options.accounts;
    this.#partition = options.partition ?? 'aws';
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
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
    const session = await this.#sessionOf(target.account);
    return {
      region: target.region,
      credentials: session.provider,
      customUserAgent: 'backstage-managed-nodes',
      retryMode: 'adaptive',
      // The default of 3 gives up too soon in a crawl that is throttled.
      maxAttempts: use === 'sync' ? 8 : 4,
      requestHandler: {
        connectionTimeout: 5_000,
        requestTimeout: this.#patienceMs,
        // Without it the SDK only warns.
        throwOnRequestTimeout: true,
        // For an answer that begins and does not go on.
        socketTimeout: this.#patienceMs,
      },
    };
  }

  async #create(target: TargetKey, use: ClientUse): Promise<TargetClients> {
    const options = await this.options(target, use);
    const session = await this.#sessionOf(target.account);
    const clients = {
      ssm: new SSMClient(options),
      tagging: new ResourceGroupsTaggingAPIClient(options),
      ec2: new EC2Client(options),
    };
    session.renewFor(clients.ssm);
    session.renewFor(clients.tagging);
    session.renewFor(clients.ec2);
    return clients;
  }

  /** One per account, so that its role is assumed once and not once per client. */
  #sessionOf(accountId: string): Promise<SessionCredentials> {
    const account = this.#accounts.get(accountId);
    const key = JSON.stringify([
      accountId,
      account?.roleName,
      account?.externalId,
    ]);
    let session = this.#sessions.get(key);
    if (!session) {
      session = DefaultAwsCredentialsManager.fromConfig(
        withRole(this.#config, accountId, account, this.#partition),
      )
        .getCredentialProvider({ accountId })
        .then(({ sdkCredentialProvider }) =>
          SessionCredentials.create(
            () => sdkCredentialProvider(),
            this.#patienceMs,
          ),
        );
      this.#sessions.set(key, session);
      session.catch(() => this.#sessions.delete(key));
    }
    return session;
  }
}
