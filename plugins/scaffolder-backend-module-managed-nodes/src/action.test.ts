import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonValue } from '@backstage/types';
import { FakeBackend, RUN, runNode } from './__testUtils__/FakeBackend';
import { createRunRunbookAction } from './action';

const PRIYA = mockCredentials.user('user:default/priya');
const URL = `https://portal.example.com/managed-nodes/runs/${RUN.id}`;
const ENDED = '2026-11-20T10:05:00.000Z';

describe('managed-nodes:runbook:run', () => {
  let backend: FakeBackend;
  const auth = mockServices.auth.mock();

  beforeEach(async () => {
    backend = await FakeBackend.start();
    let tokens = 0;
    auth.getPluginRequestToken.mockReset();
    auth.getPluginRequestToken.mockImplementation(async () => {
      tokens += 1;
      return { token: `token-${tokens}` };
    });
  });
  afterEach(() => backend.stop());

  /** A task: what it kept stays when it is tried again. */
  function task(
    input: Record<string, unknown>,
    more: { isDryRun?: boolean; signal?: AbortSignal } = {},
  ) {
    const kept = new Map<string, JsonValue | void>();
    const log: string[] = [];
    const logger = mockServices.logger.mock({
      info: message => void log.push(message),
      warn: message => void log.push(`warning: ${message}`),
    });
    const outputs: Record<string, unknown> = {};
    const action = createRunRunbookAction({
      auth,
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => backend.url,
      }),
      appUrl: 'https://portal.example.com/',
      waitMs: 1,
    });
    const run = () =>
      action.handler({
        ...createMockActionContext({
          input: {
            runbook: 'restart-service',
            nodes: ['resource:default/mi-1', 'mi-2'],
            ...input,
          },
        }),
        logger,
        task: { id: 'task-1' },
        step: { id: 'restart' },
        output: (name: string, value: unknown) => {
          outputs[name] = value;
        },
        getInitiatorCredentials: async () => PRIYA,
        checkpoint: async <T extends JsonValue | void>({
          key,
          fn,
        }: {
          key: string;
          fn: () => Promise<T> | T;
        }) => {
          if (!kept.has(key)) {
            kept.set(key, await fn());
          }
          return kept.get(key) as T;
        },
        ...more,
      } as never);
    return { run, log, outputs, kept };
  }

  it('runs in the name of who started the task, and tells what becomes of it', async () => {
    backend.runs = [
      { ...RUN, state: 'queued' },
      RUN,
      {
        ...RUN,
        state: 'succeeded',
        endedAt: ENDED,
        outcomes: { ...RUN.outcomes, running: 0, succeeded: 2 },
      },
    ];
    backend.nodes = [
      runNode({}),
      runNode({ name: 'mi-2', title: '\u001b[31mweb-2\u202e\nsecond line' }),
    ];
    const { run, log, outputs } = task({
      parameters: { ServiceName: 'nginx' },
    });
    await run();
    expect(backend.started).toMatchObject([
      {
        runbook: 'restart-service',
        selection: { nodes: ['mi-1', 'mi-2'] },
        parameters: { ServiceName: 'nginx' },
        digest: 'digest',
      },
    ]);
    expect(outputs).toMatchObject({
      run: RUN.id,
      url: URL,
      state: 'succeeded',
    });
    const text = log.join('\n');
    expect(text).toContain('on title of mi-1, title of mi-2');
    expect(text).toContain('Restart a service: running');
    expect(text).toContain('web-2\ufffd second line (mi-2): succeeded');
    expect(text).not.toContain('\u001b');

    // Each request has a token of its own, and none is the scaffolder's.
    expect(new Set(backend.tokens).size).toBe(backend.requests.length);
    for (const [options] of auth.getPluginRequestToken.mock.calls) {
      expect(options).toEqual({
        onBehalfOf: PRIYA,
        targetPluginId: 'managed-nodes',
      });
    }
  });

  it('starts nothing twice when a task is tried again', async () => {
    backend.failures = [400];
    const { run, kept } = task({});
    await expect(run()).rejects.toThrow('Not now (400)');
    await run();
    expect(backend.started).toHaveLength(1);
    // Even when nobody kept that it was started.
    kept.clear();
    await run();
    expect(backend.keys).toHaveLength(1);
  });

  it('fails with the nodes where it did not work', async () => {
    backend.runs = [
      {
        ...RUN,
        state: 'failed',
        endedAt: ENDED,
        failure: 'Too many\u0007 errors',
        outcomes: { ...RUN.outcomes, running: 0, failed: 2 },
      },
    ];
    backend.nodes = Array.from({ length: 7 }, (_, index) =>
      runNode({ title: `web-${index}`, outcome: 'failed' }),
    );
    await expect(task({}).run()).rejects.toThrow(
      `Restart a service ended as failed on web-0, web-1, web-2, web-3, web-4 and others: Too many\ufffd errors. See ${URL}`,
    );
  });

  it('waits for an approval, and starts what was approved', async () => {
    const approval = {
      state: 'pending' as const,
      reasons: ['It is on more than 2 nodes'],
      approvers: ['group:default/platform-team'],
      expiresAt: ENDED,
      decidedBy: null,
      decidedAt: null,
      comment: null,
      canDecide: false,
    };
    const approved = {
      ...approval,
      state: 'approved' as const,
      decidedBy: 'user:default/omar',
    };
    backend.runs = [
      { ...RUN, state: 'awaiting-approval', launchedAt: null, approval },
      { ...RUN, state: 'awaiting-approval', launchedAt: null, approval },
      {
        ...RUN,
        state: 'approved',
        launchedAt: null,
        approval: approved,
        canStart: true,
      },
      { ...RUN, state: 'succeeded', endedAt: ENDED, approval: approved },
    ];
    const { run, log } = task({});
    await run();
    expect(backend.requests).toContain(`POST /runs/${RUN.id}/launch`);
    expect(log.join('\n')).toMatch(
      /more than 2 nodes.*group:default\/platform-team[^]*user:default\/omar approved it/,
    );
  });

  it('says who did not want it, and why', async () => {
    backend.runs = [
      {
        ...RUN,
        state: 'rejected',
        launchedAt: null,
        approval: {
          state: 'rejected',
          reasons: [],
          approvers: [],
          expiresAt: ENDED,
          decidedBy: 'user:default/omar',
          decidedAt: ENDED,
          comment: 'Not today',
          canDecide: false,
        },
      },
    ];
    await expect(task({}).run()).rejects.toThrow(
      'Restart a service was rejected by user:default/omar: Not today',
    );
  });

  it('looks again when the portal is away for a moment, and gives up when it stays away', async () => {
    backend.failures = [503, 502];
    const { run, log } = task({});
    await run();
    expect(log.filter(each => each.startsWith('warning'))).toHaveLength(2);
    backend.failures = Array(20).fill(503);
    await expect(task({}).run()).rejects.toMatchObject({ statusCode: 503 });
  });

  it.each([
    [undefined, false],
    [true, true],
  ])(
    'leaves the run alone when its task is cancelled, unless told otherwise (%s)',
    async (cancelOnAbort, cancels) => {
      backend.runs = [RUN];
      const controller = new AbortController();
      const { run, log } = task(
        { cancelOnAbort },
        { signal: controller.signal },
      );
      setTimeout(() => controller.abort(), 50);
      await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
      expect(backend.requests.includes(`POST /runs/${RUN.id}/cancel`)).toBe(
        cancels,
      );
      expect(log.join('\n')).toContain(
        cancels ? 'The run is cancelled' : `The run goes on: ${URL}`,
      );
    },
  );

  it('goes on at once when nobody has to wait', async () => {
    backend.runs = [RUN];
    const { run, outputs } = task({ wait: false });
    await run();
    expect(outputs).toMatchObject({ state: 'running' });
  });

  it('only looks in a dry run', async () => {
    backend.preview = {
      skipped: [],
      approval: { reasons: ['Production'], approvers: [] },
    };
    const { run, log } = task({}, { isDryRun: true });
    await run();
    expect(backend.requests).toEqual(['POST /runs/preview']);
    expect(log.join('\n')).toContain('Needs an approval: Production');
  });

  it.each([
    [{ nodes: ['component:default/shop'] }, 'is no managed node'],
    [{ entity: 'component:default/shop' }, 'not both'],
    [{ runbook: '../runs' }, 'runbook'],
  ])('refuses %j', async (input, message) => {
    await expect(task(input).run()).rejects.toThrow(message);
    expect(backend.requests).toEqual([]);
  });
});
