import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Knex } from 'knex';
import { context, databases, openTestDatabase } from '../__testUtils__/nodes';
import { PROD } from '../__testUtils__/createSync';
import { EntityScope } from '../nodes/EntityScope';
import { NodeQueries } from '../nodes/NodeQueries';
import { createAuditor } from '../patches/actions/__testUtils__/api';
import {
  always,
  Commands,
  createReplica,
  ofGroup,
  OMAR,
  PRIYA,
  startCommands,
} from '../patches/actions/__testUtils__/world';
import { MissingPatchQueries } from '../patches/views/MissingPatchQueries';
import { PlanQueries } from '../plans/PlanQueries';
import { registerActions } from './registerActions';

jest.setTimeout(60_000);

const PAYMENTS = { owner_ref: 'group:default/payments-team', account: PROD };
const OTHERS = { owner_ref: 'group:default/storefront-team', account: PROD };
/** Sees and may scan what her team has. */
const NINA = mockCredentials.user('user:default/nina');
/** Sees all and may scan what his team has. */
const DAVE = mockCredentials.user('user:default/dave');

describe.each(databases.eachSupportedId())('agents on %s', id => {
  let aws: Commands;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof createReplica>>;
  let events: ReturnType<typeof createAuditor>['events'];
  const registry = () => {
    const actions = actionsRegistryServiceMock();
    const recorded = createAuditor();
    events = recorded.events;
    registerActions(actions, {
      access: portal.access,
      scope: EntityScope.create({ catalog: catalogServiceMock() }),
      queries: NodeQueries.create({ knex, context }),
      missing: MissingPatchQueries.create({ knex }),
      plans: PlanQueries.create({ knex, context }),
      actions: portal.actions,
      runs: { preview: jest.fn(), start: jest.fn() },
      runViews: { get: jest.fn() },
      listRunbooks: jest.fn(),
      patchPolicy: portal.sync.config.patches.policy,
      auditor: recorded.auditor,
    });
    return actions;
  };
  const invoke = (
    name: string,
    input: Record<string, string | string[] | number>,
    credentials: BackstageCredentials,
  ) =>
    registry().invoke({ id: `test:${name}`, input, credentials }) as Promise<{
      output: never;
    }>;
  const touched = async () =>
    (await aws.control.commands.list()).flatMap(({ nodeIds }) => nodeIds);

  beforeEach(async () => {
    aws = await startCommands(600);
    knex = await openTestDatabase(id);
    portal = await createReplica(knex, aws);
    await portal.list(PROD);
    const act = ofGroup('storefront-team');
    portal.rights.set('user:default/nina', { read: act, act });
    portal.rights.set('user:default/dave', { read: always, act });
  });
  afterEach(async () => {
    await portal.sender.stop();
    await aws.stop();
  });

  it('scan in the name of whom they act for, on record', async () => {
    const [node] = await portal.names(1, PAYMENTS);
    const { output } = await invoke(
      'scan-nodes',
      { nodes: [node], note: 'Was asked to' },
      PRIYA,
    );
    expect(output).toMatchObject({ nodes: [node], skipped: [] });
    const { operation } = output as { operation: string };
    expect(await portal.follow(operation)).toMatchObject({
      action: 'scan',
      state: 'succeeded',
      startedBy: 'user:default/priya',
      note: 'Was asked to',
    });
    const [command] = await aws.control.commands.list();
    expect(command.sender).toMatch(/\/default\.priya$/);
    expect(command.parameters).toMatchObject({ Operation: 'Scan' });
    expect(events).toMatchObject([
      {
        eventId: 'patch-start',
        status: 'succeeded',
        meta: { user: 'user:default/priya', operation, nodes: [node] },
      },
    ]);
  });

  it('scan nothing that the person may not', async () => {
    const [own] = await portal.names(1, OTHERS);
    const [foreign] = await portal.names(1, PAYMENTS);
    for (const [nodes, who, name] of [
      [[foreign], NINA, 'NotFoundError'],
      [[own, foreign], NINA, 'NotFoundError'],
      [[foreign], DAVE, 'NotAllowedError'],
      [[own], mockCredentials.service(), 'NotAllowedError'],
      [[own], mockCredentials.user('user:default/eve'), 'NotAllowedError'],
    ] as const) {
      await expect(
        invoke('scan-nodes', { nodes: [...nodes] }, who),
      ).rejects.toMatchObject({ name });
      expect(events).toMatchObject([{ status: 'failed', error: name }]);
    }
    for (const nodes of [
      [],
      ['x'.repeat(64)],
      ['mi-\0'],
      Array(51).fill(own),
    ]) {
      await expect(invoke('scan-nodes', { nodes }, NINA)).rejects.toThrow();
    }
    expect(await touched()).toEqual([]);

    const { output } = await invoke(
      'scan-nodes',
      { nodes: [own, foreign] },
      DAVE,
    );
    expect(output).toMatchObject({
      nodes: [own],
      skipped: [{ node: foreign, reason: 'not-permitted' }],
    });
    await portal.sender.idle();
    expect(await touched()).toEqual([own]);
  });

  it('hear nothing of nodes that the person may not see', async () => {
    const [foreign] = await portal.names(1, PAYMENTS);
    const [own] = await portal.names(1, OTHERS);
    await expect(
      invoke('explain-node-compliance', { node: foreign }, NINA),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    expect(events).toMatchObject([
      { eventId: 'node-fetch', meta: { user: 'user:default/nina' } },
    ]);
    const explained = await invoke(
      'explain-node-compliance',
      { node: own },
      NINA,
    );
    expect(explained.output).toMatchObject({
      explanation: expect.stringMatching(/\.$/),
    });

    const listed = async (who: BackstageCredentials, owner?: string) => {
      const { output } = await invoke(
        'list-noncompliant-nodes',
        { limit: 50, ...(owner && { owner }) },
        who,
      );
      return output as { total: number; nodes: Array<{ owner: string }> };
    };
    const all = await listed(OMAR);
    const hers = await listed(NINA);
    expect(hers.total).toBeGreaterThan(0);
    expect(hers.total).toBeLessThan(all.total);
    expect(new Set(hers.nodes.map(({ owner }) => owner))).toEqual(
      new Set([OTHERS.owner_ref]),
    );
    expect(await listed(NINA, PAYMENTS.owner_ref)).toEqual({
      total: 0,
      nodes: [],
    });
    const missing = await invoke(
      'list-missing-patches',
      { owner: PAYMENTS.owner_ref },
      NINA,
    );
    expect(missing.output).toEqual({ total: 0, nodes: 0, patches: [] });
    await expect(
      listed(mockCredentials.user('user:default/eve')),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });

  it('are told what an action does', async () => {
    const { actions } = await registry().list();
    expect(
      actions.map(({ name, attributes }) => [name, attributes.readOnly]),
    ).toEqual([
      ['list-noncompliant-nodes', true],
      ['explain-node-compliance', true],
      ['list-missing-patches', true],
      ['scan-nodes', false],
      ['list-runbooks', true],
      ['get-run', true],
      ['preview-run', true],
      ['start-run', false],
    ]);
    expect(actions[3].attributes).toMatchObject({ destructive: false });
  });
});
