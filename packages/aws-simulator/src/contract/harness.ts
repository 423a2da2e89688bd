import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Simulator, SimulatorOptions, startSimulator } from '..';

/**
 * With this variable set the contract tests talk to real AWS, with the
 * credentials and Region of the environment, and leave out what needs the
 * control API.
 */
export const againstAws = Boolean(process.env.MANAGED_NODES_CONTRACT_AWS);

/** A test of something that only the simulator can be asked for. */
export const itSimulated = againstAws ? it.skip : it;

/** A role to assume at AWS, and the external id that it asks for. */
export const awsRole = {
  arn: process.env.MANAGED_NODES_CONTRACT_ROLE_ARN,
  externalId: process.env.MANAGED_NODES_CONTRACT_EXTERNAL_ID,
};

/** A test of assuming a role; at AWS it needs `MANAGED_NODES_CONTRACT_ROLE_ARN`. */
export const itWithRole = againstAws && !awsRole.arn ? it.skip : it;

/** Tests that at AWS need credentials of a management account, and to be told so. */
export const describeOrganization =
  againstAws && !process.env.MANAGED_NODES_CONTRACT_ORGANIZATION
    ? describe.skip
    : describe;

export const REGION = process.env.AWS_REGION ?? 'eu-central-1';
/** A simulated account with every environment in it but the edge. */
export const ACCOUNT = '111122223333';
export const READ_ROLE = 'BackstageManagedNodesRead';
export const OPERATE_ROLE = 'BackstageManagedNodesOperate';
export const EXTERNAL_ID = 'managed-nodes-demo';

interface ClientOptions {
  region: string;
  endpoint?: string;
  credentials?: {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
  };
  maxAttempts?: number;
}

/** The simulator, or AWS, as the tests of one file see it. */
export class Contract {
  #simulator: Simulator | undefined;

  /** Starts a simulator for the tests of the file that calls this. */
  static use(options: SimulatorOptions = {}): Contract {
    const contract = new Contract();
    if (!againstAws) {
      beforeAll(async () => {
        contract.#simulator = await startSimulator(options);
      });
      afterAll(async () => {
        await contract.#simulator?.close();
      });
      afterEach(async () => {
        await contract.simulator.control.clearFaults();
        await contract.simulator.control.setRateLimits([]);
      });
    }
    return contract;
  }

  get simulator(): Simulator {
    if (!this.#simulator) {
      throw new Error('There is no simulator when testing against AWS');
    }
    return this.#simulator;
  }

  /** Options of a client that acts as the demo's user, or as the environment says. */
  user(): ClientOptions {
    return againstAws
      ? { region: REGION, maxAttempts: 8 }
      : {
          region: REGION,
          endpoint: this.simulator.endpoint,
          credentials: this.simulator.credentials,
          maxAttempts: 1,
        };
  }

  /** Options of a client that acts in a role of an account. */
  async role(
    roleName: string = READ_ROLE,
    account: string = ACCOUNT,
  ): Promise<ClientOptions> {
    if (againstAws) {
      return this.user();
    }
    const { Credentials: issued } = await new STSClient(this.user()).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${account}:role/${roleName}`,
        RoleSessionName: 'contract',
        ExternalId: EXTERNAL_ID,
      }),
    );
    return {
      ...this.user(),
      credentials: {
        accessKeyId: issued?.AccessKeyId ?? '',
        secretAccessKey: issued?.SecretAccessKey ?? '',
        sessionToken: issued?.SessionToken,
      },
    };
  }
}

/** Everything a paged operation lists, and how many pages it took. */
export async function listAll<Page, Item>(
  send: (token: string | undefined) => Promise<Page>,
  tokenOf: (page: Page) => string | undefined,
  itemsOf: (page: Page) => Item[] | undefined,
): Promise<{ items: Item[]; pages: Item[][] }> {
  const pages: Item[][] = [];
  let token: string | undefined;
  do {
    const page = await send(token);
    pages.push(itemsOf(page) ?? []);
    token = tokenOf(page) || undefined;
  } while (token && pages.length < 10_000);
  return { items: pages.flat(), pages };
}
