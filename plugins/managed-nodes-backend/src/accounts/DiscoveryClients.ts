import { Config } from '@backstage/config';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter } from '../aws/CallMeter';
import { OrganizationConfig } from './organizationConfig';
import { Account } from './types';

/** Whom to be in an account. */
type Role = Pick<Account, 'id' | 'roleName' | 'externalId'>;

/**
 * What discovery asks AWS with. Apart from the clients of the targets, as it
 * works in accounts that are not known yet, and in the one it asks for all
 * others with another role.
 */
export class DiscoveryClients {
  readonly #region: string;
  readonly #asking: OrganizationConfig['account'];
  readonly #lister: AwsClients;
  readonly #members: AwsClients;
  readonly #roles = new Map<string, Role>();
  #organizations: Promise<OrganizationsClient> | undefined;

  static fromConfig(
    config: Config,
    options: {
      organization: Pick<OrganizationConfig, 'account' | 'region'>;
      partition: string;
    },
  ): DiscoveryClients {
    return new DiscoveryClients(config, options);
  }

  private constructor(
    config: Config,
    {
      organization: { account, region },
      partition,
    }: {
      organization: Pick<OrganizationConfig, 'account' | 'region'>;
      partition: string;
    },
  ) {
    this.#region = region;
    this.#asking = account;
    this.#lister = AwsClients.fromConfig(config, {
      accounts: { get: () => withRole(account) },
      partition,
    });
    this.#members = AwsClients.fromConfig(config, {
      accounts: {
        get: id => {
          const role = this.#roles.get(id);
          return role && withRole(role);
        },
      },
      partition,
    });
  }

  /** The client of the account that is asked for all others. */
  async organizations(): Promise<OrganizationsClient> {
    this.#organizations ??= this.#lister
      .options({ account: this.#asking.id, region: this.#region })
      .then(options => new OrganizationsClient(options));
    try {
      return await this.#organizations;
    } catch (error) {
      this.#organizations = undefined;
      throw error;
    }
  }

  /** The Regions that are enabled in an account, by name. */
  async enabledRegions(
    role: Role,
    { meter, signal }: { meter: CallMeter; signal: AbortSignal },
  ): Promise<string[]> {
    this.#roles.set(role.id, role);
    const client = new EC2Client(
      await this.#members.options({ account: role.id, region: this.#region }),
    );
    const { Regions = [] } = await client.send(
      meter.watch(new DescribeRegionsCommand({})),
      { abortSignal: signal },
    );
    return Regions.filter(region => region.OptInStatus !== 'not-opted-in')
      .flatMap(({ RegionName }) => RegionName ?? [])
      .sort();
  }
}

function withRole({ id, roleName, externalId }: Role): Account {
  return {
    id,
    name: id,
    tags: {},
    units: [],
    regions: [],
    source: 'ssm',
    roleName,
    externalId,
    allowedOwners: undefined,
  };
}
