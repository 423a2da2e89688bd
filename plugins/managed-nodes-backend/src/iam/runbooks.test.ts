import { openTestDatabase } from '../__testUtils__/nodes';
import { PROD } from '../__testUtils__/createSync';
import {
  OMAR,
  OPERATE_ROLE,
  PRIYA,
} from '../patches/actions/__testUtils__/world';
import {
  createRunReplica,
  RunbookWorld,
  startRunbookWorld,
} from '../runbooks/__testUtils__/world';
import { policy } from './__testUtils__/policies';

jest.setTimeout(90_000);

const READ_ROLE = 'BackstageManagedNodesRead';
const PAYMENTS = {
  owner_ref: 'group:default/payments-team',
  account: PROD,
  platform_type: 'Linux',
};

const READS = [
  ...policy('sync-read-only'),
  ...policy('patch-operations'),
  ...policy('runbooks'),
];
const ACTS = [
  ...policy('runbook-actions'),
  // What the documents of these tests do.
  'ssm:DescribeInstanceInformation',
];

describe('the policies about runbooks', () => {
  let aws: RunbookWorld;

  beforeEach(async () => {
    aws = await startRunbookWorld(400);
  });
  afterEach(() => aws.stop());

  async function limited(reads = READS, acts = ACTS) {
    const knex = await openTestDatabase('SQLITE_3');
    const portal = await createRunReplica(knex, aws);
    await portal.list(PROD);
    await aws.control.setActions(PROD, READ_ROLE, reads);
    await aws.control.setActions(PROD, OPERATE_ROLE, acts);
    return portal;
  }

  it('are all that it takes to run what is published', async () => {
    const portal = await limited();
    const nodes = await portal.names(3, PAYMENTS);
    for (const [who, request] of [
      [PRIYA, { runbook: 'say', selection: { nodes } }],
      [PRIYA, { runbook: 'say-by-automation', selection: { nodes } }],
      [OMAR, { runbook: 'everywhere' }],
    ] as const) {
      const { id } = await portal.start(who, {
        ...request,
        ...('selection' in request && { selection: { nodes: [...nodes] } }),
      });
      expect(await portal.follow(id, who)).toMatchObject({
        state: 'succeeded',
        failure: null,
      });
    }
    const { id } = await portal.start(PRIYA, {
      runbook: 'ask-first',
      selection: { nodes: nodes.slice(0, 1) },
    });
    await portal.engine.sender.idle();
    await portal.decisions.cancel(id, PRIYA);
    expect(await portal.follow(id, PRIYA)).toMatchObject({
      state: 'cancelled',
    });
    await portal.engine.sender.stop();
  });

  it.each(['ssm:StartAutomationExecution'])(
    'are missed where people look: %s',
    async action => {
      const portal = await limited(
        READS,
        ACTS.filter(other => other !== action),
      );
      const nodes = await portal.names(2, PAYMENTS);
      const { id } = await portal.start(PRIYA, {
        runbook: 'say-by-automation',
        selection: { nodes },
      });
      const run = await portal.follow(id, PRIYA);
      expect(run).toMatchObject({
        state: 'failed',
        outcomes: { 'not-sent': 2 },
      });
      const { items } = await portal.views.nodes(id, { limit: 10 }, PRIYA);
      expect(items[0].detail).toContain(action);
      await portal.engine.sender.stop();
    },
  );
});
