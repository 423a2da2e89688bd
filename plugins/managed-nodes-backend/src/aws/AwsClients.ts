import { Config, ConfigReader } from '@backstage/config';
import { DefaultAwsCredentialsManager } from '@backstage/integration-aws-node';
import { JsonArray, JsonObject } from '@backstage/types';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SSMClient } from '@aws-sdk/client-ssm';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { MiddlewareStack } from '@smithy/types';
import { TargetKey } from '../nodes/types';
import { CallBudget } from './CallBudget';
import { RightOfWay } from './RightOfWay';
import { SessionCredentials } from './SessionCredentials';

/** How an account is entered. */
export interface AccountRole {
  /** Role to assume; none: the base credentials. */
  roleName: string | undefined;
  externalId: string | undefined;
}

/** The clients of one (account, Region). */
export interface TargetClients {
  ssm: SSMClient;
  tagging: ResourceGroupsTaggingAPIClient;
  ec2: EC2Client;
  cloudwatch: CloudWatchClient;
  logs: CloudWatchLogsClient;
}

/**
 * What the clients are for: reading a target, the organization, which patches
 * nodes lack, which nodes are monitored, or what a person or an event waits for.
 */
export type ClientUse =
  | 'sync'
  | 'organization'
  | 'patches'
  | 'monitoring'
  | 'interactive';

/** Calls per second that a use may make to one service in an (account, Region). */
export type CallBudgets = Partial<Record<ClientUse, number>>;

type AnyClient = { middlewareStack: MiddlewareStack<object, object> };

/** Connections to one endpoint, i.e. one service in one Region. */
const SOCKETS_PER_ENDPOINT = 100;

/**
 * Tries of a request that somebody waits for, and the milliseconds before
 * each: the second that the SDK waits after a throttled one is most of the
 * time a person is willing to.
 */
const URGENT_ATTEMPTS = 10;
const urgentDelay = (attempt: number) =>
  Math.random() * Math.min(100 * 2 ** attempt, 1_000);

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
  account: AccountRole | undefined,
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
  readonly #accounts: { get(id: string): AccountRole | undefined };
  readonly #partition: string;
  readonly #clients = new Map<string, Promise<TargetClients>>();
  readonly #patienceMs: number;
  readonly #budgets: CallBudgets;
  readonly #requestHandler: NodeHttpHandler;
  readonly #rightsOfWay = new Map<string, RightOfWay>();
  readonly #sessions = new Map<string, Promise<SessionCredentials>>();

  static fromConfig(
    config: Config,
    options: {
      accounts: { get(id: string): AccountRole | undefined };
      /** AWS partition. Default: aws. */
      partition?: string;
      /** Milliseconds that AWS may take to answer. Default: 30,000. */
      patienceMs?: number;
      /** Default: as many as AWS takes. */
      budgets?: CallBudgets;
    },
  ): AwsClients {
    return new AwsClients(config, options);
  }

  private constructor(
    config: Config,
    options: {
      accounts: { get(id: string): AccountRole | undefined };
      partition?: string;
      patienceMs?: number;
      budgets?: CallBudgets;
    },
  ) {
    this.#config = config;
    this.#accounts = options.accounts;
    this.#partition = options.partition ?? 'aws';
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.#budgets = options.budgets ?? {};
    // One for all clients: thousands of them talk to a few endpoints.
    this.#requestHandler = new NodeHttpHandler({
      connectionTimeout: 5_000,
      requestTimeout: this.#patienceMs,
      // Without it the SDK only warns.
      throwOnRequestTimeout: true,
      // For an answer that begins and does not go on.
      socketTimeout: this.#patienceMs,
      httpsAgent: { keepAlive: true, maxSockets: SOCKETS_PER_ENDPOINT },
    });
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

  /** What any SDK client of an account and Region is to be made with. See {@link AwsClients.renew}. */
  async options(target: TargetKey, use: ClientUse = 'sync') {
    const session = await this.#sessionOf(target.account);
    return {
      region: target.region,
      credentials: session.provider,
      customUserAgent: 'backstage-managed-nodes',
      // A listing gives way to others when AWS throttles it; somebody who
      // waits for one answer is not held back by what was throttled before.
      retryMode: use === 'interactive' ? 'standard' : 'adaptive',
      // The default of 3 gives up too soon while a target is throttled.
      maxAttempts: 8,
      ...(use === 'interactive' && {
        retryStrategy: new ConfiguredRetryStrategy(
          URGENT_ATTEMPTS,
          urgentDelay,
        ),
      }),
      requestHandler: this.#requestHandler,
    };
  }

  /** Lets a client that was made with {@link AwsClients.options} outlive a session that is revoked. */
  async renew<I extends object, O extends object>(
    target: TargetKey,
    client: { middlewareStack: MiddlewareStack<I, O> },
  ): Promise<void> {
    (await this.#sessionOf(target.account)).renewFor(client);
  }

  async #create(target: TargetKey, use: ClientUse): Promise<TargetClients> {
    const options = await this.options(target, use);
    const session = await this.#sessionOf(target.account);
    const budget = this.#budgets[use];
    const rightOfWay = this.#rightOfWayIn(target);
    const prepare = <C>(client: C): C => {
      const { middlewareStack } = client as AnyClient;
      session.renewFor({ middlewareStack });
      if (use === 'interactive') {
        rightOfWay.giveTo({ middlewareStack });
      } else {
        rightOfWay.takeFrom({ middlewareStack });
      }
      if (budget) {
        CallBudget.create(budget).keep({ middlewareStack });
      }
      return client;
    };
    // Most uses of a target never ask CloudWatch anything.
    let cloudwatch: CloudWatchClient | undefined;
    let logs: CloudWatchLogsClient | undefined;
    return {
      ssm: prepare(new SSMClient(options)),
      tagging: prepare(new ResourceGroupsTaggingAPIClient(options)),
      ec2: prepare(new EC2Client(options)),
      get cloudwatch() {
        cloudwatch ??= prepare(new CloudWatchClient(options));
        return cloudwatch;
      },
      get logs() {
        logs ??= prepare(new CloudWatchLogsClient(options));
        return logs;
      },
    };
  }

  #rightOfWayIn({ account, region }: TargetKey): RightOfWay {
    const key = `${account}/${region}`;
    const known = this.#rightsOfWay.get(key) ?? RightOfWay.create();
    this.#rightsOfWay.set(key, known);
    return known;
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
