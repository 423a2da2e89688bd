import {
  associationsSchema,
  isPatchDocument,
  planOfAssociation,
  planOfTask,
  taskParameters,
  windowsSchema,
  windowTargetsSchema,
  windowTasksSchema,
} from './plans';

const NOW = Date.parse('2026-11-23T14:00:00Z');

const WINDOW = {
  WindowId: 'mw-00000000000000001',
  Name: 'sunday-night',
  Enabled: true,
  Duration: 4,
  Cutoff: 1,
  Schedule: 'cron(0 2 ? * SUN *)',
  ScheduleTimezone: 'Europe/Berlin',
  NextExecutionTime: '2026-11-29T02:00+01:00',
};
const TASK = {
  WindowTaskId: 'task-1',
  TaskArn: 'AWS-RunPatchBaseline',
  Targets: [{ Key: 'WindowTargetIds', Values: ['t-1', 't-2', 't-gone'] }],
};
const TARGETS = [
  { WindowTargetId: 't-1', Targets: [{ Key: 'tag:env', Values: ['prod'] }] },
  { WindowTargetId: 't-2', Targets: [{ Key: 'tag:env', Values: ['dev'] }] },
  { WindowTargetId: 't-3', Targets: [{ Key: 'InstanceIds', Values: ['*'] }] },
];

function planOf(
  window: object = {},
  parameters: Record<string, unknown> = { Operation: ['Install'] },
  task: object = {},
) {
  const [readWindow] = windowsSchema.parse([{ ...WINDOW, ...window }]);
  const [readTask] = windowTasksSchema.parse([{ ...TASK, ...task }]);
  return planOfTask(
    readWindow,
    readTask,
    parameters,
    windowTargetsSchema.parse(TARGETS),
    NOW,
  );
}

const iso = (time: number | null | undefined) =>
  time ? new Date(time).toISOString() : time;

describe('planOfTask', () => {
  it('makes a plan of a patch task', () => {
    const plan = planOf(
      {},
      { Operation: ['Install'], RebootOption: ['NoReboot'] },
    );
    expect(plan).toMatchObject({
      kind: 'maintenance-window',
      awsId: WINDOW.WindowId,
      taskId: 'task-1',
      name: 'sunday-night',
      operation: 'Install',
      rebootOption: 'NoReboot',
      schedule: WINDOW.Schedule,
      scheduleTimezone: 'Europe/Berlin',
      durationHours: 4,
      cutoffHours: 1,
      enabled: true,
    });
    expect(iso(plan?.nextRunAt)).toBe('2026-11-29T01:00:00.000Z');
    expect(plan?.targets.alternatives).toEqual([
      [{ kind: 'tag', key: 'env', values: ['prod'] }],
      [{ kind: 'tag', key: 'env', values: ['dev'] }],
    ]);
    // One of its targets is none of the window's any more.
    expect(plan?.targets.known).toBe(false);
  });

  it('takes nodes that the task names itself', () => {
    const plan = planOf({}, undefined, {
      Targets: [{ Key: 'InstanceIds', Values: ['i-00000001'] }],
    });
    expect(plan?.targets).toMatchObject({ known: true, text: 'i-00000001' });
  });

  it('knows what is done when it does not say so', () => {
    expect(planOf()?.rebootOption).toBe('RebootIfNeeded');
    expect(planOf({}, { Operation: ['Scan'] })).toMatchObject({
      operation: 'Scan',
      rebootOption: null,
    });
  });

  it.each([
    {},
    { Operation: [] },
    { Operation: ['{{ssm:op}}'] },
    { Operation: 7 },
  ])('makes none of a task with %p', parameters => {
    expect(planOf({}, parameters)).toBeUndefined();
  });

  it('tells the run after one that has begun', () => {
    const plan = planOf({ NextExecutionTime: '2026-11-22T01:00:00Z' });
    expect(iso(plan?.nextRunAt)).toBe('2026-11-29T01:00:00.000Z');
  });

  it.each([
    ['is off', { Enabled: false }],
    ['has no next run', { NextExecutionTime: undefined }],
    [
      'has ended',
      {
        NextExecutionTime: '2026-11-22T01:00:00Z',
        EndDate: '2026-11-25T00:00:00Z',
      },
    ],
  ])('tells no run of a window that %s', (_, window) => {
    expect(planOf(window)?.nextRunAt).toBeNull();
  });

  it('reads answers that are not what AWS promises', () => {
    expect(
      windowsSchema.parse([
        null,
        'x',
        { Name: 'no id' },
        {
          WindowId: 'mw-1',
          Name: 7,
          Enabled: 'yes',
          Duration: 'long',
          Cutoff: -3,
          Schedule: { cron: 1 },
          NextExecutionTime: 'soon',
        },
        { WindowId: 'mw-2', Name: `\u0000<b>\u202e${'x'.repeat(9_000)}` },
      ]),
    ).toEqual([
      expect.objectContaining({
        WindowId: 'mw-1',
        Name: null,
        Enabled: null,
        Duration: null,
        Cutoff: null,
        Schedule: null,
        NextExecutionTime: null,
      }),
      expect.objectContaining({
        Name: expect.stringMatching(/^<b> x{250,252}$/),
      }),
    ]);
    expect(windowTasksSchema.parse({})).toEqual([]);
  });
});

describe('taskParameters', () => {
  it('prefers what a task is called with to what it was made with', () => {
    expect(
      taskParameters({
        TaskParameters: { Operation: { Values: ['Scan'] } },
        TaskInvocationParameters: {
          RunCommand: { Parameters: { Operation: ['Install'] } },
        },
      }),
    ).toEqual({ Operation: ['Install'] });
    const old = taskParameters({
      TaskParameters: { Operation: { Values: ['Scan'] } },
    });
    expect(planOf({}, old)).toMatchObject({ operation: 'Scan' });
    expect(taskParameters({ TaskInvocationParameters: 3 })).toEqual({});
  });
});

describe('isPatchDocument', () => {
  it.each([
    ['AWS-RunPatchBaseline', true],
    ['AWS-RunPatchBaselineAssociation', true],
    ['AWS-RunPatchBaselineWithHooks', true],
    ['arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline', true],
    ['AWS-RunPatchBaselineEvil', false],
    ['My-AWS-RunPatchBaseline', false],
    ['AWS-UpdateSSMAgent', false],
  ])('%s: %s', (document, expected) => {
    expect(isPatchDocument(document)).toBe(expected);
  });
});

describe('planOfAssociation', () => {
  const ASSOCIATION = {
    AssociationId: '11111111-2222-3333-4444-555555555555',
    AssociationName: 'nightly-scan',
    Name: 'AWS-RunPatchBaseline',
    Targets: [{ Key: 'InstanceIds', Values: ['*'] }],
    Parameters: { Operation: ['Scan'] },
    ScheduleExpression: 'cron(0 2 * * ? *)',
    Date: new Date('2026-01-01T00:00:00Z'),
    LastExecutionDate: new Date('2026-11-23T02:00:00Z'),
    Overview: { Status: 'Success' },
  };
  const of = (others: object = {}) => {
    const [association] = associationsSchema.parse([
      { ...ASSOCIATION, ...others },
    ]);
    return planOfAssociation(association, NOW);
  };

  it('makes a plan of it', () => {
    expect(of()).toMatchObject({
      kind: 'association',
      awsId: ASSOCIATION.AssociationId,
      name: 'nightly-scan',
      operation: 'Scan',
      schedule: 'cron(0 2 * * ? *)',
      scheduleTimezone: null,
      nextRunAt: Date.parse('2026-11-24T02:00:00Z'),
      enabled: true,
      targets: { known: true, text: 'all nodes' },
      lastRunAt: Date.parse('2026-11-23T02:00:00Z'),
      lastStatus: 'Success',
    });
  });

  it('counts rates from the last run, or from when it was made', () => {
    const rate = { ScheduleExpression: 'rate(1 day)' };
    expect(iso(of(rate)?.nextRunAt)).toBe('2026-11-24T02:00:00.000Z');
    expect(iso(of({ ...rate, LastExecutionDate: undefined })?.nextRunAt)).toBe(
      '2026-11-24T00:00:00.000Z',
    );
  });

  it('keeps one with a schedule that cannot be told', () => {
    expect(of({ ScheduleExpression: 'cron(whenever)' })).toMatchObject({
      schedule: 'cron(whenever)',
      nextRunAt: null,
    });
  });

  it('names the node of one that was made for a single one', () => {
    expect(
      of({ Targets: undefined, InstanceId: 'i-00000001' })?.targets,
    ).toMatchObject({ known: true, text: 'i-00000001' });
  });

  it.each([
    ['a schedule', { ScheduleExpression: undefined }],
    ['an operation', { Parameters: {} }],
  ])('makes none of one without %s', (_, others) => {
    expect(of(others)).toBeUndefined();
  });
});
