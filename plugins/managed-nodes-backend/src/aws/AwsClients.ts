import { Config, ConfigReader } from '@backstage/config';
import {
  AwsCredentialsManager,
  DefaultAwsCredentialsManager,
} from '@backstage/integration-aws-node';
import { JsonArray, JsonObject } from '@backstage/types';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { SSMClient } from '@aws-sdk/client-ssm';
import { ManagedNodesConfig } from '../config';
import { TargetKey } from '../nodes/types';

/** The clients of one (account, Region). */
export interface TargetClients {
  ssm: SSMClient;
  tagging: ResourceGroupsTaggingAPIClient;
}

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
 * Adds the roles of `managedNodes.targets` to what the app config says of AWS
 * accounts, in the form Backstage's AWS integration reads. An account that
 * `aws.accounts` configures itself is left as it is.
 */
function withTargetRoles(
  config: Config,
  targets: ManagedNodesConfig['targets'],
): Config {
  const aws: JsonObject = { ...config.getOptional<JsonObject>('aws') };
  const accounts: JsonArray = [...((aws.accounts as JsonArray) ?? [])];
  const configured = new Set(
    accounts.map(account => String((account as JsonObject).accountId)),
  );
  for (const account of targets.accounts) {
    const roleName = account.roleName ?? targets.roleName;
    if (roleName && !configured.has(account.id)) {
      const externalId = account.externalId ?? targets.externalId;
      accounts.push({
        accountId: account.id,
        roleName,
        partition: targets.partition,
        ...(externalId && { externalId }),
      });
    }
  }
  return new ConfigReader({ aws: { ...aws, accounts } });
}

/**
 * AWS SDK clients per (account, Region), with the credentials that
 * `@backstage/integration-aws-node` gives for the account. Clients are kept:
 * each holds the adaptive retry state of its own throttle bucket.
 */
export class AwsClients {
  readonly #credentials: AwsCredentialsManager;
  readonly #clients = new Map<string, Promise<TargetClients>>();
  readonly #providers = new Map<string, Promise<() => Promise<Credentials>>>();

  static fromConfig(
    config: Config,
    targets: ManagedNodesConfig['targets'],
  ): AwsClients {
    return new AwsClients(
      DefaultAwsCredentialsManager.fromConfig(withTargetRoles(config, targets)),
    );
  }

  private constructor(credentials: AwsCredentialsManager) {
    this.#credentials = credentials;
  }

  /** The clients of a target. */
  async forTarget(target: TargetKey): Promise<TargetClients> {
    const key = `${target.account}/${target.region}`;
    let clients = this.#clients.get(key);
    if (!clients) {
      clients = this.#create(target);
      this.#clients.set(key, clients);
      clients.catch(() => this.#clients.delete(key));
    }
    return clients;
  }

  async #create(target: TargetKey): Promise<TargetClients> {
    const options = {
      region: target.region,
      credentials: await this.#providerFor(target.account),
      customUserAgent: 'backstage-managed-nodes',
      retryMode: 'adaptive',
      // The default of 3 gives up too soon in a crawl that is throttled.
      maxAttempts: 8,
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
    };
    return {
      ssm: new SSMClient(options),
      tagging: new ResourceGroupsTaggingAPIClient(options),
    };
  }

  /** One provider per account, so that its role is assumed once and not once per client. */
  #providerFor(account: string): Promise<() => Promise<Credentials>> {
    let provider = this.#providers.get(account);
    if (!provider) {
      provider = this.#credentials
        .getCredentialProvider({ accountId: account })
        .then(({ sdkCredentialProvider }) => remember(sdkCredentialProvider));
      this.#providers.set(account, provider);
      provider.catch(() => this.#providers.delete(account));
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
