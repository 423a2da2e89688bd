import { SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD, startAws } from '../../__testUtils__/sync';
import {
  Aws,
  createPatchWorld,
  namesOf,
  PatchWorld,
  truthOf,
} from '../__testUtils__/patchWorld';

jest.setTimeout(60_000);

const REGION = 'eu-central-1';
const MINUTE = 60_000;

describe.each(databases.eachSupportedId())('after a command on %s', id => {
  let aws: Aws;
  let knex: Knex;
  let world: PatchWorld;
  let ssm: SSMClient;

  beforeAll(async () => {
    aws = await startAws({ nodes: 150 });
  });
  afterAll(() => aws.stop());

  beforeEach(async () => {
    await aws.control.reset({ nodes: 150, seed: 7 });
    await aws.control.commands.configure({ failureRate: 0 });
    knex = await openTestDatabase(id);
    world = createPatchWorld(knex, aws);
    ssm = new SSMClient({
      region: REGION,
      credentials: fromTemporaryCredentials({
        masterCredentials: aws.credentials,
        clientConfig: { region: REGION },
        params: {
          RoleArn: `arn:aws:iam::${PROD}:role/BackstageManagedNodesOperate`,
          RoleSessionName: 'test',
          ExternalId: 'managed-nodes-demo',
        },
      }),
    });
    await world.setup.run(world.setup.target(PROD, REGION));
    await world.readAll();
  });

  /** Runs a command to its end, and brings the store in line with it. */
  const run = async (nodeId: string, parameters: Record<string, string[]>) => {
    await ssm.send(
      new SendCommandCommand({
        DocumentName: 'AWS-RunPatchBaseline',
        InstanceIds: [nodeId],
        Parameters: parameters,
      }),
    );
    await aws.control.advance(2 * MINUTE);
    const target = world.setup.target(PROD, REGION);
    await world.setup.run(target);
    const signal = new AbortController().signal;
    await world.details.readNow(target, [nodeId], signal);
  };

  const critical = async () =>
    knex('nodes')
      .where({ patch_bucket: 'critical', status: 'online' })
      .where('patch_lacking', '>', 3)
      .orderBy('id')
      .first();

  it('is gone what was installed, and the node due no more', async () => {
    const node = await critical();
    await run(node.node_id, { Operation: ['Install'] });
    const truth = await truthOf(aws.control.patches, node.node_id);
    const lacks = await world.lacks({ 'nodes.id': node.id });
    expect(namesOf(lacks)).toEqual(truth);
    expect(truth.length).toBeLessThan(node.patch_lacking);
    const after = await knex('nodes').where({ id: node.id }).first();
    const dues = lacks.map(lack => lack.due_at!);
    expect(Number(after.patch_due_at)).toBe(
      dues.length ? Math.min(...dues) : 0,
    );
  });

  it('waits for a reboot what was installed without one, as long as it was missing', async () => {
    const node = await critical();
    const before = await world.lacks({ 'nodes.id': node.id });
    await run(node.node_id, {
      Operation: ['Install'],
      RebootOption: ['NoReboot'],
    });
    const after = await world.lacks({ 'nodes.id': node.id });
    expect(namesOf(after)).toEqual(
      await truthOf(aws.control.patches, node.node_id),
    );
    const waiting = after.filter(
      ({ state }) => state === 'INSTALLED_PENDING_REBOOT',
    );
    expect(waiting.length).toBeGreaterThan(0);
    const since = new Map(before.map(lack => [lack.title, lack.first_at]));
    expect(waiting.map(lack => lack.first_at)).toEqual(
      waiting.map(lack => since.get(lack.title)),
    );
  });

  it('has failed what failed, and is due as before', async () => {
    const node = await critical();
    const before = await world.lacks({ 'nodes.id': node.id });
    await aws.control.commands.fail(node.node_id, {
      operation: 'Install',
      kind: 'patches',
    });
    await run(node.node_id, { Operation: ['Install'] });
    const after = await world.lacks({ 'nodes.id': node.id });
    expect(namesOf(after)).toEqual(
      await truthOf(aws.control.patches, node.node_id),
    );
    const due = new Map(before.map(lack => [lack.title, lack.due_at]));
    const failed = after.filter(({ state }) => state === 'FAILED');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.map(lack => lack.due_at)).toEqual(
      failed.map(lack => due.get(lack.title)),
    );
  });
});
