import {
  DescribeInstancePropertiesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Simulator, SimulatorControl, startSimulator } from '..';

const TARGET = { account: '111122223333', region: 'eu-central-1' };

describe('SimulatorControl', () => {
  let simulator: Simulator;
  let control: SimulatorControl;

  beforeAll(async () => {
    simulator = await startSimulator({
      nodes: 300,
      time: new Date('2026-11-20T12:00:00Z'),
    });
    // From the endpoint alone, as another process would.
    control = SimulatorControl.create(`${simulator.endpoint}/`);
  });
  beforeEach(async () => {
    await control.reset({ nodes: 300, seed: 1 });
  });
  afterAll(async () => {
    await simulator.close();
  });

  it('tells what there is', async () => {
    const status = await control.status();

    expect(status).toMatchObject({ nodes: 300, seed: 1 });
    expect(status.accounts).toHaveLength(6);
    expect(status.regions).toEqual([
      'eu-central-1',
      'us-east-1',
      'ap-southeast-2',
    ]);
  });

  it('finds nodes', async () => {
    const all = await control.findNodes({ limit: 10 });
    const target = await control.findNodes(TARGET);
    const tagged = await control.findNodes({ tag: 'Owner=payments-team' });
    const azure = await control.findNodes({ environment: 'azure' });

    expect(all.total).toBe(300);
    expect(all.nodes).toHaveLength(10);
    expect(target.total).toBe(target.nodes.length);
    expect(target.nodes.every(node => node.account === TARGET.account)).toBe(
      true,
    );
    expect(
      tagged.nodes.every(node => node.tags.Owner === 'payments-team'),
    ).toBe(true);
    expect(azure.total).toBeGreaterThan(0);
    expect(azure.total).toBeLessThan(300);
    const second = await control.findNodes({ limit: 1, offset: 1 });
    expect(second.nodes[0]).toEqual(all.nodes[1]);
    expect(await control.getNode('mi-nobody')).toBeUndefined();
  });

  it('changes tags', async () => {
    const { nodes } = await control.findNodes({ tag: 'Owner', limit: 1 });
    await control.setTags(nodes[0].id, { Owner: 'data-team', New: '' });
    const changed = await control.removeTags(nodes[0].id, ['Stage', 'nothing']);

    const { Stage: _, ...rest } = nodes[0].tags;
    expect(changed.tags).toEqual({ ...rest, Owner: 'data-team', New: '' });
    expect(await control.getNode(nodes[0].id)).toEqual(changed);
  });

  it('changes what a node reports', async () => {
    const { nodes } = await control.findNodes({
      environment: 'aws',
      pingStatus: 'Online',
      limit: 1,
    });
    const changed = await control.updateNode(nodes[0].id, {
      instanceState: 'stopped',
      agentVersion: '3.0.0.0',
      computerName: 'renamed',
      ipAddress: null,
      patchProfile: 'never',
    });

    expect(changed).toMatchObject({
      instanceState: 'stopped',
      pingStatus: 'ConnectionLost',
      agentVersion: '3.0.0.0',
      agentLatest: false,
      computerName: 'renamed',
      ipAddress: null,
      patchProfile: 'never',
    });
    const back = await control.updateNode(nodes[0].id, {
      instanceState: 'running',
    });
    expect(back.pingStatus).toBe('Online');
  });

  it('does not stop what is not an instance', async () => {
    const { nodes } = await control.findNodes({ environment: 'gcp', limit: 1 });

    await expect(
      control.updateNode(nodes[0].id, { instanceState: 'stopped' }),
    ).rejects.toMatchObject({ statusCode: 400 });
  });

  it('adds nodes where they are wanted', async () => {
    const added = await control.addNodes({
      ...TARGET,
      count: 3,
      tags: { Owner: 'data-team' },
      change: { pingStatus: 'ConnectionLost' },
    });

    expect(added).toHaveLength(3);
    for (const node of added) {
      expect(node).toMatchObject({ ...TARGET, pingStatus: 'ConnectionLost' });
      expect(node.tags.Owner).toBe('data-team');
    }
    expect((await control.status()).nodes).toBe(303);
    await expect(
      control.addNodes({ account: '000000000000' }),
    ).rejects.toMatchObject({ statusCode: 400 });
  });

  it('terminates nodes by id, or all but some of a target', async () => {
    const { nodes } = await control.findNodes(TARGET);
    const gone = await control.terminate({ ids: [nodes[0].id, 'mi-nobody'] });
    expect(gone).toEqual([nodes[0].id]);

    await control.terminate({ ...TARGET, keep: 5 });
    const left = await control.findNodes(TARGET);
    expect(left.nodes.map(node => node.id)).toEqual(
      nodes.slice(1, 6).map(node => node.id),
    );
  });

  it('manages faults and limits', async () => {
    const fault = await control.addFault({ kind: 'slow', milliseconds: 5 });
    await control.addFault({ kind: 'reset', region: 'us-east-1' });

    expect(await control.listFaults()).toHaveLength(2);
    expect(await control.clearFaults(fault.id)).toBe(1);
    expect(await control.clearFaults()).toBe(1);
    await control.setRateLimits([{ rate: 5, service: 'ssm' }]);
    expect(await control.listRateLimits()).toEqual([
      { rate: 5, service: 'ssm' },
    ]);
  });

  it('gives and takes permissions', async () => {
    const role = [TARGET.account, 'BackstageManagedNodesRead'] as const;
    const { actions } = await control.denyActions(...role, [
      'tag:GetResources',
    ]);
    expect(actions).not.toContain('tag:GetResources');
    expect(actions).toContain('ssm:DescribeInstanceProperties');

    const allowed = await control.allowActions(...role, ['ssm:SendCommand']);
    expect(allowed.actions).toEqual([...actions, 'ssm:SendCommand']);
    expect((await control.setActions(...role, [])).actions).toEqual([]);
    const first = await control.setActions(...role);
    expect(first.actions).toContain('tag:GetResources');
    expect(await control.listRoles()).toHaveLength(24);
    await expect(
      control.denyActions(TARGET.account, 'Nobody', ['a:b']),
    ).rejects.toMatchObject({ statusCode: 404 });
  });

  it('counts calls, and forgets them', async () => {
    const sts = new STSClient({
      region: TARGET.region,
      endpoint: simulator.endpoint,
      credentials: simulator.credentials,
    });
    const { Credentials: issued } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${TARGET.account}:role/BackstageManagedNodesRead`,
        RoleSessionName: 'test',
        ExternalId: 'managed-nodes-demo',
      }),
    );
    const ssm = new SSMClient({
      ...TARGET,
      endpoint: simulator.endpoint,
      credentials: {
        accessKeyId: issued?.AccessKeyId ?? '',
        secretAccessKey: issued?.SecretAccessKey ?? '',
        sessionToken: issued?.SessionToken,
      },
    });
    await ssm.send(new DescribeInstancePropertiesCommand({}));
    await expect(
      ssm.send(new DescribeInstancePropertiesCommand({ MaxResults: 1 })),
    ).rejects.toMatchObject({ name: 'ValidationException' });

    expect(await control.calls()).toContainEqual({
      service: 'ssm',
      operation: 'DescribeInstanceProperties',
      ...TARGET,
      action: 'ssm:DescribeInstanceProperties',
      calls: 2,
      throttled: 0,
      failed: 1,
    });
    await control.resetCalls();
    expect(await control.calls()).toEqual([]);
  });

  it('drives the clock', async () => {
    const before = await control.now();
    const after = await control.advance(86_400_000);

    expect(after.getTime() - before.getTime()).toBe(86_400_000);
    expect(await control.now()).toEqual(after);
  });

  it('starts over, with another fleet if asked', async () => {
    const before = await control.findNodes();
    await control.terminate({ ids: [before.nodes[0].id] });
    await control.addFault({ kind: 'outage' });
    await control.reset();
    expect(await control.findNodes()).toMatchObject({ total: 300 });
    expect(await control.listFaults()).toEqual([]);

    await control.reset({ nodes: 20, seed: 7 });
    expect(await control.status()).toMatchObject({ nodes: 20, seed: 7 });
  });

  it.each([
    ['POST', '/nodes/query', '{"colour":"red"}', 400],
    ['POST', '/faults', '{"kind":"flood"}', 400],
    ['POST', '/faults', '{', 400],
    ['PATCH', '/nodes/mi-nobody', '{}', 404],
    ['GET', '/nowhere', undefined, 404],
  ])('answers %s %s %s with %d', async (method, path, body, status) => {
    const response = await fetch(`${simulator.endpoint}/_control${path}`, {
      method,
      body,
    });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: { message: expect.any(String) },
      response: { statusCode: status },
    });
  });
});
