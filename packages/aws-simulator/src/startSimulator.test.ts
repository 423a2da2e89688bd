import { ConfigReader } from '@backstage/config';
import { DefaultAwsCredentialsManager } from '@backstage/integration-aws-node';
import {
  DescribeInstancePropertiesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { Simulator, startSimulator } from '.';

describe('startSimulator', () => {
  const simulators: Simulator[] = [];
  const start = async (...options: Parameters<typeof startSimulator>) => {
    const simulator = await startSimulator(...options);
    simulators.push(simulator);
    return simulator;
  };
  const environment = { ...process.env };

  afterEach(async () => {
    process.env = { ...environment };
    await Promise.all(simulators.splice(0).map(each => each.close()));
  });

  it('is all that Backstage needs to believe it talks to AWS', async () => {
    const simulator = await start({ nodes: 100, unevenPages: false });
    process.env.AWS_ENDPOINT_URL = simulator.endpoint;
    process.env.AWS_REGION = 'eu-central-1';
    process.env.AWS_ACCESS_KEY_ID = simulator.credentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = simulator.credentials.secretAccessKey;
    const manager = DefaultAwsCredentialsManager.fromConfig(
      new ConfigReader({
        aws: {
          accounts: [
            {
              accountId: '333344445555',
              roleName: 'BackstageManagedNodesRead',
              externalId: 'managed-nodes-demo',
            },
          ],
        },
      }),
    );
    const { sdkCredentialProvider } = await manager.getCredentialProvider({
      accountId: '333344445555',
    });
    const ssm = new SSMClient({ credentials: sdkCredentialProvider });
    const { InstanceProperties = [] } = await ssm.send(
      new DescribeInstancePropertiesCommand({ MaxResults: 1000 }),
    );

    const { nodes } = await simulator.control.findNodes({
      account: '333344445555',
      region: 'eu-central-1',
    });
    expect(InstanceProperties.map(node => node.InstanceId)).toEqual(
      nodes.map(node => node.id),
    );
  });

  it('has the same fleet again', async () => {
    const [first, second] = await Promise.all([
      start({ nodes: 50, seed: 3, time: new Date(0) }),
      start({ nodes: 50, seed: 3, time: new Date(0) }),
    ]);

    expect(await first.control.findNodes()).toEqual(
      await second.control.findNodes(),
    );
  });

  it('has a fleet in as many Regions as it is asked for', async () => {
    const four = await start({ nodes: 400, regions: 4, accounts: 12 });
    const named = await start({ nodes: 50, regions: ['sa-east-1'] });

    const { accounts, regions } = await four.control.status();
    expect(regions).toEqual([
      'eu-central-1',
      'us-east-1',
      'ap-southeast-2',
      'eu-west-1',
    ]);
    for (const region of regions) {
      expect((await four.control.findNodes({ region })).total).toBeGreaterThan(
        20,
      );
    }
    for (const { id } of accounts) {
      expect(
        (await four.control.findNodes({ account: id })).total,
      ).toBeGreaterThan(0);
    }
    expect((await named.control.findNodes({ region: 'sa-east-1' })).total).toBe(
      50,
    );
    await expect(start({ nodes: 1, regions: 9 })).rejects.toThrow(
      'A fleet lives in 1 to 8 Regions',
    );
    await expect(start({ nodes: 1, regions: ['mars-1'] })).rejects.toThrow(
      'mars-1',
    );
  });

  it('says so when the port is taken', async () => {
    const first = await start({ nodes: 10 });
    const port = Number(new URL(first.endpoint).port);

    await expect(start({ nodes: 10, port })).rejects.toThrow('EADDRINUSE');
  });

  it('refuses requests that are not signed', async () => {
    const { endpoint } = await start({ nodes: 10 });
    const response = await fetch(endpoint, { method: 'POST', body: '{}' });

    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      __type: 'MissingAuthenticationTokenException',
    });
  });

  it('drops connections when it is closed', async () => {
    const { endpoint, close } = await startSimulator({ nodes: 10 });
    await fetch(`${endpoint}/_control/status`);
    await close();

    await expect(fetch(`${endpoint}/_control/status`)).rejects.toThrow();
  });
});
