import {
  DescribeInstancePropertiesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  ACCOUNT,
  againstAws,
  Contract,
  itSimulated,
  READ_ROLE,
  REGION,
} from './harness';

/** What clients see of each fault. Nothing here can be asked of AWS. */
describe('faults', () => {
  const contract = Contract.use({ nodes: 300 });
  let ssm: SSMClient;
  const describePage = (client = ssm) =>
    client.send(new DescribeInstancePropertiesCommand({ MaxResults: 5 }));
  const withRetries = async () =>
    new SSMClient({ ...(await contract.role()), maxAttempts: 4 });

  beforeAll(async () => {
    if (!againstAws) {
      ssm = new SSMClient(await contract.role());
    }
  });

  itSimulated('throttles as often as asked, which clients retry', async () => {
    const { control } = contract.simulator;
    await control.addFault({ kind: 'throttle', service: 'ssm', count: 2 });
    await control.resetCalls();
    const client = await withRetries();
    const { $metadata } = await describePage(client);

    expect($metadata.attempts).toBe(3);
    expect(await control.calls()).toContainEqual({
      service: 'ssm',
      operation: 'DescribeInstanceProperties',
      account: ACCOUNT,
      region: REGION,
      action: 'ssm:DescribeInstanceProperties',
      calls: 3,
      throttled: 2,
      failed: 0,
    });
    expect(await control.listFaults()).toEqual([]);
  });

  itSimulated.each([
    ['throttle', { name: 'ThrottlingException', message: 'Rate exceeded' }],
    ['server-error', { name: 'InternalServerError' }],
    ['outage', { name: 'ServiceUnavailableException' }],
    ['access-denied', { name: 'AccessDeniedException' }],
    ['reset', { message: expect.stringContaining('ECONNRESET') }],
  ] as const)('answers %s', async (kind, expected) => {
    await contract.simulator.control.addFault({ kind, service: 'ssm' });

    await expect(describePage()).rejects.toMatchObject(expected);
  });

  itSimulated.each([
    ['garbage', /JSON|token/i],
    ['truncated', /aborted|ECONNRESET|terminated/i],
  ] as const)('answers %s', async (kind, message) => {
    const { control } = contract.simulator;
    await control.addFault({ kind, service: 'ssm', count: 1 });

    await expect(describePage()).rejects.toThrow(message);
    expect((await describePage()).InstanceProperties).toHaveLength(5);
  });

  itSimulated.each([
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ])(
    'has a clock that is an hour %s, which clients adjust to',
    async (_, milliseconds) => {
      const { control } = contract.simulator;
      const options = await contract.role();
      const stubborn = new SSMClient({ ...options, maxAttempts: 1 });
      const client = new SSMClient({ ...options, maxAttempts: 4 });
      await control.addFault({ kind: 'clock-skew', milliseconds });
      await expect(describePage(stubborn)).rejects.toMatchObject({
        name: 'InvalidSignatureException',
      });

      await control.resetCalls();
      expect((await describePage(client)).$metadata.attempts).toBe(2);
      expect(await control.calls()).toContainEqual(
        expect.objectContaining({ calls: 2, failed: 1 }),
      );
      // It knows the time now, and goes on without being refused.
      expect((await describePage(client)).$metadata.attempts).toBe(1);
    },
  );

  itSimulated('does not mind a clock that is a little off', async () => {
    const { control } = contract.simulator;
    await control.addFault({ kind: 'clock-skew', milliseconds: 240_000 });

    await describePage();
    await expect(
      control.addFault({ kind: 'slow', milliseconds: -1 }),
    ).rejects.toMatchObject({ statusCode: 400 });
  });

  itSimulated('takes roles away', async () => {
    const { control } = contract.simulator;
    const member = new SSMClient(
      await contract.role(READ_ROLE, '222233334444'),
    );
    await control.removeRole('222233334444', READ_ROLE);

    await expect(describePage(member)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(
      contract.role(READ_ROLE, '222233334444'),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(
      control.removeRole('222233334444', READ_ROLE),
    ).rejects.toMatchObject({ statusCode: 404 });
    await control.setActions('222233334444', READ_ROLE);
    await describePage(member);
  });

  itSimulated('lets roles and the user do exactly what is listed', async () => {
    const { control } = contract.simulator;
    await control.setActions(ACCOUNT, READ_ROLE, ['tag:GetResources']);
    await control.setUserActions([]);
    const sts = new STSClient(contract.user());

    await expect(describePage()).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(contract.role()).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await sts.send(new GetCallerIdentityCommand({}));

    await control.setActions(ACCOUNT, READ_ROLE);
    const { actions } = await control.setUserActions();
    expect(actions).toContain('sts:AssumeRole');
    await describePage();
  });

  itSimulated('is slow', async () => {
    await contract.simulator.control.addFault({
      kind: 'slow',
      milliseconds: 150,
      count: 1,
    });
    const start = performance.now();
    await describePage();

    expect(performance.now() - start).toBeGreaterThanOrEqual(140);
  });

  itSimulated('only disturbs the requests it matches', async () => {
    const { control } = contract.simulator;
    await control.addFault({ kind: 'outage', region: 'us-east-1' });
    await control.addFault({ kind: 'outage', account: '222233334444' });
    await control.addFault({ kind: 'outage', operation: 'ListNodes' });
    await control.addFault({ kind: 'outage', service: 'tagging' });

    await expect(describePage()).resolves.toBeDefined();
    const elsewhere = new SSMClient({
      ...(await contract.role()),
      region: 'us-east-1',
    });
    await expect(describePage(elsewhere)).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
    });
    const other = contract
      .role(READ_ROLE, '222233334444')
      .then(options => describePage(new SSMClient(options)));
    await expect(other).rejects.toMatchObject({
      name: 'ServiceUnavailableException',
    });
  });

  itSimulated('leaves the first requests alone', async () => {
    await contract.simulator.control.addFault({
      kind: 'server-error',
      after: 2,
      count: 1,
    });

    await describePage();
    await describePage();
    await expect(describePage()).rejects.toMatchObject({
      name: 'InternalServerError',
    });
    await expect(describePage()).resolves.toBeDefined();
  });

  itSimulated('happens with the given probability', async () => {
    await contract.simulator.control.addFault({
      kind: 'throttle',
      probability: 0.5,
    });
    const results = await Promise.all(
      Array.from({ length: 60 }, () =>
        describePage().then(
          () => 1,
          () => 0,
        ),
      ),
    );

    const succeeded = results.reduce<number>((sum, each) => sum + each, 0);
    expect(succeeded).toBeGreaterThan(10);
    expect(succeeded).toBeLessThan(50);
  });

  itSimulated('expires a token in the middle of a listing', async () => {
    const { NextToken } = await describePage();
    await contract.simulator.control.addFault({
      kind: 'expired-token',
      count: 1,
    });

    await expect(
      ssm.send(
        new DescribeInstancePropertiesCommand({ MaxResults: 5, NextToken }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidNextToken' });
    await expect(describePage()).resolves.toBeDefined();
  });

  itSimulated('answers with the same token again and again', async () => {
    await contract.simulator.control.addFault({ kind: 'looping-token' });
    const { NextToken } = await describePage();
    expect(NextToken).toBeDefined();
    const looped = await ssm.send(
      new DescribeInstancePropertiesCommand({ MaxResults: 5, NextToken }),
    );

    expect(looped.NextToken).toBe(NextToken);
  });

  itSimulated('limits the rate per account, Region and operation', async () => {
    const { control } = contract.simulator;
    await control.setRateLimits([{ service: 'ssm', rate: 0.01, burst: 2 }]);
    const others = new SSMClient({
      ...(await contract.role()),
      region: 'us-east-1',
    });

    await describePage();
    await describePage();
    await expect(describePage()).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    await expect(describePage(others)).resolves.toBeDefined();
    await expect(
      new STSClient(contract.user()).send(new GetCallerIdentityCommand({})),
    ).resolves.toBeDefined();
  });

  itSimulated(
    'denies what was taken from a role, in one account only',
    async () => {
      const { control } = contract.simulator;
      const action = 'ssm:DescribeInstanceProperties';
      await control.denyActions(ACCOUNT, READ_ROLE, [action]);
      try {
        await expect(describePage()).rejects.toMatchObject({
          name: 'AccessDeniedException',
          message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/${READ_ROLE}/contract is not authorized to perform: ${action} on resource: arn:aws:ssm:${REGION}:${ACCOUNT}:* because no identity-based policy allows the ${action} action`,
        });
        const elsewhere = await contract.role(READ_ROLE, '333344445555');
        await expect(
          describePage(new SSMClient(elsewhere)),
        ).resolves.toBeDefined();
      } finally {
        await control.setActions(ACCOUNT, READ_ROLE);
      }
      await expect(describePage()).resolves.toBeDefined();
    },
  );

  itSimulated(
    'does not know credentials in a Region nobody enabled',
    async () => {
      const client = new SSMClient({
        ...(await contract.role()),
        region: 'me-south-1',
      });

      await expect(describePage(client)).rejects.toMatchObject({
        name: 'UnrecognizedClientException',
      });
    },
  );
});
