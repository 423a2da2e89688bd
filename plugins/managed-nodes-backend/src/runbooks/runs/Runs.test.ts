import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import { registerRunActions } from '../../actions/runActions';
import { registerRunReadingActions } from '../../actions/runReadingActions';
import { createAuditor } from '../../patches/actions/__testUtils__/api';
import {
  ofGroup,
  OMAR,
  PRIYA,
} from '../../patches/actions/__testUtils__/world';
import {
  createRunReplica,
  LUKAS,
  RunbookWorld,
  RunReplica,
  startRunbookWorld,
} from '../__testUtils__/world';

jest.setTimeout(90_000);

const PAYMENTS = {
  owner_ref: 'group:default/payments-team',
  account: PROD,
  platform_type: 'Linux',
};

describe.each(databases.eachSupportedId())('runs on %s', id => {
  let aws: RunbookWorld;
  let knex: Knex;
  let portal: RunReplica;

  beforeEach(async () => {
    aws = await startRunbookWorld(600);
    knex = await openTestDatabase(id);
    portal = await createRunReplica(knex, aws);
    portal.rights.set('user:default/lukas', {
      read: ofGroup('storefront-team'),
      act: ofGroup('storefront-team'),
    });
    await portal.list(PROD);
  });
  afterEach(async () => {
    await portal?.engine.sender.stop();
    await aws.stop();
  });

  it('finds nothing wrong with what is published', () => {
    expect(portal.library.problems()).toEqual([]);
  });

  it('sends a Command document in the name of the person, and tells what it printed', async () => {
    const nodes = await portal.names(2, PAYMENTS);
    const started = await portal.start(PRIYA, {
      runbook: 'say',
      selection: { nodes },
      parameters: { Words: 'good-morning' },
      note: 'Was asked to',
    });
    expect(started).toMatchObject({
      runbook: 'say',
      state: 'queued',
      startedBy: 'user:default/priya',
      nodes: 2,
      version: '1',
      approval: null,
    });
    expect(await portal.follow(started.id, PRIYA)).toMatchObject({
      state: 'succeeded',
      sentAs: 'person',
      outcomes: { succeeded: 2 },
      note: 'Was asked to',
    });
    const [command] = await aws.control.commands.list();
    expect(command).toMatchObject({ parameters: { Words: 'good-morning' } });
    expect(command.sender).toMatch(/\/default\.priya$/);
    const output = await portal.output.read(started.id, nodes[0], PRIYA);
    expect(output).toMatchObject({ stdout: 'good-morning\n', exitCode: 0 });
  });

  it('starts an Automation document on one node and on several, and shows its steps', async () => {
    const nodes = await portal.names(3, PAYMENTS);
    for (const some of [nodes.slice(0, 1), nodes.slice(1)]) {
      const { id: run } = await portal.start(PRIYA, {
        runbook: 'say-by-automation',
        selection: { nodes: some },
      });
      const ended = await portal.follow(run, PRIYA);
      expect(ended).toMatchObject({
        state: 'succeeded',
        failure: null,
        sentAs: 'person',
      });
      expect(ended.outcomes.succeeded).toBe(some.length);
      const { items } = await portal.steps.read(run, {}, PRIYA);
      // Of several nodes each has a step, and those of its execution below.
      const children = items.filter(
        ({ action }) => action !== 'aws:executeAutomation',
      );
      expect(children.map(({ name, state }) => `${name} ${state}`)).toEqual(
        some.flatMap(() => ['say succeeded', 'rest succeeded']),
      );
      expect(items.filter(({ parentId }) => parentId)).toHaveLength(
        some.length > 1 ? children.length : 0,
      );
      const { items: executions } = await portal.views.executions(run, PRIYA);
      expect(executions).toMatchObject([
        { nodes: some.length, outcome: 'succeeded' },
      ]);
    }
  });

  it('runs what takes no nodes once in each place, for those who may', async () => {
    await expect(
      portal.start(PRIYA, { runbook: 'everywhere' }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    const { id: run } = await portal.start(OMAR, { runbook: 'everywhere' });
    expect(await portal.follow(run, OMAR)).toMatchObject({
      state: 'succeeded',
      nodes: 0,
    });
    const { items } = await portal.steps.read(run, {}, OMAR);
    expect(items.map(({ name }) => name)).toEqual(['count', 'rest']);
    await expect(portal.views.get(run, PRIYA)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('waits for an approval, and is started by whoever asked', async () => {
    const nodes = await portal.names(2, PAYMENTS);
    const asked = await portal.start(PRIYA, {
      runbook: 'say-carefully',
      selection: { nodes },
    });
    expect(asked).toMatchObject({
      state: 'awaiting-approval',
      launchedAt: null,
      approval: { state: 'pending', canDecide: false },
    });
    expect(portal.notifications.send).toHaveBeenCalledWith(
      expect.objectContaining({
        recipients: {
          type: 'entity',
          entityRef: ['group:default/platform-team'],
        },
      }),
    );
    await expect(portal.runs.launch(asked.id, PRIYA)).rejects.toMatchObject({
      name: 'ConflictError',
    });
    expect(await portal.approve(asked.id, OMAR)).toMatchObject({
      state: 'approved',
      approval: { decidedBy: 'user:default/omar' },
    });
    expect(await portal.views.get(asked.id, PRIYA)).toMatchObject({
      canStart: true,
    });
    expect(await aws.control.runbooks.list()).toEqual([]);
    await portal.runs.launch(asked.id, PRIYA);
    expect(await portal.follow(asked.id, PRIYA)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('is previewed, started and looked at by agents, no further than the person may', async () => {
    const actions = actionsRegistryServiceMock();
    const { auditor, events } = createAuditor();
    const options = {
      runs: portal.runs,
      runViews: portal.views,
      listRunbooks: (credentials: BackstageCredentials) =>
        portal.runbooks.list({}, credentials),
      auditor,
    };
    registerRunReadingActions(actions, options);
    registerRunActions(actions, options);
    const invoke = async (
      name: string,
      input: JsonObject,
      credentials: BackstageCredentials,
    ) => {
      const { output } = await actions.invoke({
        id: `test:${name}`,
        input,
        credentials,
      });
      return output as JsonObject & { run: string; digest: string };
    };
    const nodes = await portal.names(1, PAYMENTS);
    const wanted = { runbook: 'say', nodes, parameters: { Words: 'hello' } };
    expect(await invoke('list-runbooks', {}, PRIYA)).toMatchObject({
      runbooks: expect.arrayContaining([
        expect.objectContaining({ id: 'say', mayRun: true }),
        expect.objectContaining({ id: 'operators-only', mayRun: false }),
      ]),
    });
    const { digest } = await invoke('preview-run', wanted, PRIYA);
    const start = {
      ...wanted,
      digest,
      idempotencyKey: '0f8fad5b-d9cb-469f-a165-70867728950e',
    };
    for (const who of [mockCredentials.service(), LUKAS]) {
      await expect(invoke('start-run', start, who)).rejects.toThrow();
      expect(events[events.length - 1]).toMatchObject({
        eventId: 'run-start',
        status: 'failed',
      });
    }
    expect(await aws.control.commands.list()).toEqual([]);
    const { run } = await invoke('start-run', start, PRIYA);
    expect(await invoke('start-run', start, PRIYA)).toMatchObject({ run });
    await portal.follow(run, PRIYA);
    expect(await invoke('get-run', { run }, PRIYA)).toMatchObject({
      state: 'succeeded',
      startedBy: 'user:default/priya',
    });
    await expect(invoke('get-run', { run }, LUKAS)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    expect(await aws.control.commands.list()).toHaveLength(1);
  });
});
