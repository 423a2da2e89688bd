import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { createSync, startAws } from '../__testUtils__/sync';

jest.setTimeout(120_000);

describe.each(databases.eachSupportedId())('UnmanagedSync on %s', id => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let knex: Knex;
  let setup: ReturnType<typeof createSync>;

  beforeAll(async () => {
    aws = await startAws({ nodes: 600 });
  });
  afterAll(() => aws.stop());

  beforeEach(async () => {
    await aws.control.reset({ nodes: 600, seed: 7 });
    knex = await openTestDatabase(id);
    setup = createSync(knex, aws.credentials);
    await setup.runAll();
  });

  const rows = async () =>
    knex('unmanaged_instances').orderBy(['account', 'region', 'instance_id']);

  it('finds every instance that Systems Manager does not have, and no other', async () => {
    const found = await rows();
    expect(found.length).toBeGreaterThan(0);
    const managed = await knex('nodes').pluck('node_id');
    expect(
      found.filter(({ instance_id: i }) => managed.includes(i)),
    ).toHaveLength(0);
    for (const row of found) {
      expect(['stopped', 'no-agent', 'no-instance-profile']).toContain(
        row.reason,
      );
    }
  });

  it('keeps what it knows and warns when EC2 does not answer', async () => {
    const [first] = await rows();
    const before = await rows();
    await aws.control.addFault({
      kind: 'access-denied',
      account: first.account,
      operation: 'DescribeInstances',
    });
    const outcome = await setup.run(setup.target(first.account, first.region));
    expect(outcome).toMatchObject({
      state: 'partial',
      complete: true,
      warnings: [
        { part: 'instances', missingIamAction: 'ec2:DescribeInstances' },
      ],
    });
    expect(await rows()).toEqual(before);
  });

  it('forgets an instance that was terminated', async () => {
    const [first] = await rows();
    await aws.control.terminate({ ids: [first.instance_id] });
    await setup.run(setup.target(first.account, first.region));
    const left = await rows();
    expect(left.map(row => row.instance_id)).not.toContain(first.instance_id);
  });
});
