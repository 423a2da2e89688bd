import { SSMClient } from '@aws-sdk/client-ssm';
import {
  fromTemporaryCredentials,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import { Config } from '@backstage/config';
import { DefaultAwsCredentialsManager } from '@backstage/integration-aws-node';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { TargetKey } from '../nodes/types';
import { AccountRole } from './AwsClients';
import { roleSessionName } from './sessionName';

/** How long AWS may take to answer. */
const PATIENCE_MS = 30_000;

const USER_AGENT = 'backstage-managed-nodes';

/** What a person's session is for. */
export interface PersonSession {
  /** Entity ref of the user it is named after. */
  userEntityRef: string;
  /** What it may do no more than: the JSON of an IAM policy. */
  policy: string;
}

/** A client that acts for a person. */
export interface PersonClient {
  ssm: SSMClient;
  /** Enters the account, if that was not done yet. Requests do so by themselves. */
  prepare(): Promise<void>;
  /** False where there is no role to assume: it acts as the portal then. */
  named: boolean;
}

/** What `aws.accounts` and `aws.accountDefaults` of the app config say of how an account is entered. */
interface Entry extends Partial<AccountRole> {
  accessKeyId?: string;
  secretAccessKey?: string;
  webIdentityTokenFile?: string;
  region?: string;
  partition?: string;
}

function readEntry(config: Config | undefined): Entry | undefined {
  return (
    config && {
      roleName: config.getOptionalString('roleName'),
      externalId: config.getOptionalString('externalId'),
      accessKeyId: config.getOptionalString('accessKeyId'),
      secretAccessKey: config.getOptionalString('secretAccessKey'),
      webIdentityTokenFile: config.getOptionalString('webIdentityTokenFile'),
      region: config.getOptionalString('region'),
      partition: config.getOptionalString('partition'),
    }
  );
}

/**
 * Enters accounts in the name of the person something is done for: a role
 * session that CloudTrail shows by their name, limited by a policy to the one
 * thing they do. As base serve the credentials that
 * `@backstage/integration-aws-node` has for the portal itself.
 */
export class PersonSessions {
  readonly #config: Config;
  readonly #accounts: { get(id: string): AccountRole | undefined };
  readonly #partition: string;
  readonly #roleName: string | undefined;
  readonly #credentials: DefaultAwsCredentialsManager;
  readonly #requestHandler = new NodeHttpHandler({
    connectionTimeout: 5_000,
    requestTimeout: PATIENCE_MS,
    throwOnRequestTimeout: true,
    socketTimeout: PATIENCE_MS,
  });

  static fromConfig(
    config: Config,
    options: {
      accounts: { get(id: string): AccountRole | undefined };
      /** AWS partition. Default: aws. */
      partition?: string;
      /** The role that acts. Default: the one that reads. */
      roleName?: string;
    },
  ): PersonSessions {
    return new PersonSessions(config, options);
  }

  private constructor(
    config: Config,
    options: Parameters<typeof PersonSessions.fromConfig>[1],
  ) {
    this.#config = config;
    this.#accounts = options.accounts;
    this.#partition = options.partition ?? 'aws';
    this.#roleName = options.roleName;
    this.#credentials = DefaultAwsCredentialsManager.fromConfig(config);
  }

  /** The partition that accounts are in unless the app config says otherwise. */
  get partition(): string {
    return this.#partition;
  }

  /**
   * A client for one (account, Region). It tries every request once: not all
   * that it is for can be repeated without harm.
   */
  async open(target: TargetKey, session: PersonSession): Promise<PersonClient> {
    const assumed = await this.#assume(target, session);
    const credentials =
      assumed ??
      (
        await this.#credentials.getCredentialProvider({
          accountId: target.account,
        })
      ).sdkCredentialProvider;
    const ssm = new SSMClient({
      region: target.region,
      credentials,
      customUserAgent: USER_AGENT,
      maxAttempts: 1,
      requestHandler: this.#requestHandler,
    });
    return {
      named: Boolean(assumed),
      ssm,
      prepare: async () => {
        await ssm.config.credentials();
      },
    };
  }

  /** Undefined where there is no role. */
  async #assume({ account, region }: TargetKey, session: PersonSession) {
    const entry = this.#entryOf(account);
    const known = this.#accounts.get(account);
    const roleName = this.#roleName ?? entry.roleName ?? known?.roleName;
    if (!roleName) {
      return undefined;
    }
    const partition = entry.partition ?? this.#partition;
    const roleArn = `arn:${partition}:iam::${account}:role/${roleName}`;
    const name = roleSessionName(session.userEntityRef);
    const clientConfig = {
      region: entry.region ?? this.#mainRegion ?? region,
      customUserAgent: USER_AGENT,
      requestHandler: this.#requestHandler,
    };
    if (entry.webIdentityTokenFile) {
      return fromTokenFile({
        webIdentityTokenFile: entry.webIdentityTokenFile,
        roleArn,
        roleSessionName: name,
        policy: session.policy,
        clientConfig,
      });
    }
    const { accessKeyId, secretAccessKey } = entry;
    return fromTemporaryCredentials({
      masterCredentials:
        accessKeyId && secretAccessKey
          ? { accessKeyId, secretAccessKey }
          : (await this.#credentials.getCredentialProvider())
              .sdkCredentialProvider,
      params: {
        RoleArn: roleArn,
        RoleSessionName: name,
        ExternalId: entry.externalId ?? known?.externalId,
        Policy: session.policy,
      },
      clientConfig,
    });
  }

  get #mainRegion(): string | undefined {
    return this.#config.getOptionalString('aws.mainAccount.region');
  }

  /** An account that the app config names itself, else what it says of all. */
  #entryOf(accountId: string): Entry {
    const own = this.#config
      .getOptionalConfigArray('aws.accounts')
      ?.find(account => account.getString('accountId') === accountId);
    return (
      readEntry(own) ??
      (this.#accounts.get(accountId)?.roleName
        ? undefined
        : readEntry(this.#config.getOptionalConfig('aws.accountDefaults'))) ??
      {}
    );
  }
}
