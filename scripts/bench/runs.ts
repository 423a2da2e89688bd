import {
  GetAutomationExecutionCommand,
  ListCommandInvocationsCommand,
} from '@aws-sdk/client-ssm';
import { Knex } from 'knex';
import { setTimeout as wait } from 'node:timers/promises';
import { ModelNode } from '../../packages/aws-simulator/src/control/schemas';
import { Engine } from '../../plugins/managed-nodes-backend/src/commands/createEngine';
import { SimulatedAws, startAws, syncOf } from './aws';
import { openStore } from './database';
import { BenchOptions, figure } from './figures';
import { percentile, timed } from './measure';
import { engineOf, publishSleep, startRuns } from './runWorld';
import { Stage, stageAtAws, Stages, watchAws, watchStore } from './runWatch';

const RUNS = 1_000;
/** Between two looks of the baseline at a run. */
const POLL_MS = 2_000;
/** Between two runs of a task of Backstage's scheduler. */
const SCHEDULER_MS = 5_000;
/** Until runs that go on count as lost. */
const LIMIT_MS = 300_000;

const FOLLOWING = [
  'ListCommands',
  'ListCommandInvocations',
  'DescribeAutomationExecutions',
  'GetAutomationExecution',
];

interface Followed {
  runs: number;
  aws: Stages;
  seen: Stages;
  startSeconds: number;
  /** By operation. */
  calls: Map<string, number>;
  /** How long runs were under way, all together. */
  runSeconds: number;
}

type Follow = (seen: Stages, signal: AbortSignal) => Promise<void>;

/** Starts runs and has them followed to their ends. */
async function followed(
  aws: SimulatedAws,
  engine: Engine,
  nodes: ModelNode[],
  follow: Follow,
): Promise<Followed> {
  const truth = new Stages();
  const seen = new Stages();
  const over = new AbortController();
  await aws.control.resetCalls();
  const work = [
    watchAws(aws.control, truth, over.signal),
    follow(seen, over.signal),
  ];
  const startSeconds = await timed(() => startRuns(engine, nodes));
  const until = performance.now() + LIMIT_MS;
  while (seen.count(2) < nodes.length && performance.now() < until) {
    await wait(100);
  }
  const calls = new Map<string, number>();
  for (const { operation, calls: count } of await aws.control.calls()) {
    if (FOLLOWING.includes(operation)) {
      calls.set(operation, (calls.get(operation) ?? 0) + count);
    }
  }
  over.abort();
  await Promise.all(work);
  // What is seen is of these runs only; AWS has those of before, too.
  const runSeconds = seen.ids.reduce((sum, id) => {
    const [from, to] = [truth.at(id, 0), truth.at(id, 2)];
    return from === undefined || to === undefined
      ? sum
      : sum + (to - from) / 1000;
  }, 0);
  return {
    runs: nodes.length,
    aws: truth,
    seen,
    startSeconds,
    calls,
    runSeconds,
  };
}

/** The follower as it is, by rows; its task runs as the scheduler has it. */
function byFollower({ follower }: Engine, knex: Knex): Follow {
  return async (seen, signal) => {
    const watching = watchStore(knex, seen, signal);
    while (!signal.aborted) {
      await follower.run(signal);
      await wait(SCHEDULER_MS, undefined, { signal }).catch(() => {});
    }
    await watching;
  };
}

interface Sent {
  id: string;
  account: string;
  region: string;
  transport: string;
}

/** Asks AWS for each run by itself, and keeps what it says in memory. */
function byPolling({ clients }: ReturnType<typeof syncOf>, knex: Knex): Follow {
  const status = async ({ id, account, region, transport }: Sent) => {
    const { ssm } = await clients.forTarget({ account, region }, 'interactive');
    if (transport === 'automation') {
      const { AutomationExecution: execution } = await ssm.send(
        new GetAutomationExecutionCommand({ AutomationExecutionId: id }),
      );
      return execution?.AutomationExecutionStatus;
    }
    const { CommandInvocations = [] } = await ssm.send(
      new ListCommandInvocationsCommand({ CommandId: id }),
    );
    return CommandInvocations[0]?.Status;
  };
  return async (seen, signal) => {
    const known = new Set<string>();
    const polls: Array<Promise<void>> = [];
    const poll = async (run: Sent) => {
      while (!signal.aborted && seen.at(run.id, 2) === undefined) {
        const began = performance.now();
        const told = await status(run);
        if (told) {
          seen.note(run.id, stageAtAws(told), performance.now());
        }
        await wait(Math.max(0, began + POLL_MS - performance.now()));
      }
    };
    while (!signal.aborted) {
      const sent: Sent[] = await knex('command_groups')
        .join(
          'command_operations',
          'command_operations.id',
          'command_groups.operation_id',
        )
        .whereNotNull('command_groups.command_id')
        .select(
          { id: 'command_groups.command_id' },
          'command_groups.account',
          'command_groups.region',
          'command_operations.transport',
        );
      for (const run of sent.filter(({ id }) => !known.has(id))) {
        known.add(run.id);
        polls.push(poll(run));
      }
      await wait(200);
    }
    await Promise.all(polls);
  };
}

function report(
  name: string,
  result: Followed,
  automations: Set<string>,
): void {
  const { aws, calls, runs, runSeconds, seen, startSeconds } = result;
  const total = [...calls.values()].reduce((sum, count) => sum + count, 0);
  figure(`runs.${name}.calls`, {
    runs,
    ended: seen.count(2),
    startSeconds,
    runSeconds,
    calls: total,
    ...Object.fromEntries(calls),
    callsPerRunPer5s: total / (runSeconds / 5),
  });
  const stages: Array<[string, Stage]> = [
    ['begins', 1],
    ['ends', 2],
  ];
  for (const kind of ['commands', 'automations']) {
    for (const [word, stage] of stages) {
      const delays = seen.delaysAfter(
        aws,
        stage,
        id => automations.has(id) === (kind === 'automations'),
      );
      figure(`runs.${name}.${kind}.${word}`, {
        runs: delays.length,
        p50Ms: percentile(delays, 0.5),
        p95Ms: percentile(delays, 0.95),
        maxMs: percentile(delays, 1),
        within3s: delays.filter(ms => ms <= 3_000).length / delays.length,
      });
    }
  }
}

/**
 * Follows a thousand runs at a time, half of them commands and half of them
 * automations: how many calls to AWS it takes, and how long after AWS the
 * database says so. The baseline asks for every run by itself each 2 seconds.
 */
export async function benchRuns(options: BenchOptions): Promise<void> {
  const aws = await startAws({ nodes: options.nodes, accounts: 6 });
  try {
    await publishSleep(aws);
    const { nodes: online } = await aws.control.findNodes({
      pingStatus: 'Online',
      limit: options.nodes,
    });
    const nodes = online
      .filter(({ platformType }) => platformType === 'Linux')
      .slice(0, RUNS);
    for (const name of ['follower', 'each-by-itself'] as const) {
      const { knex, close } = await openStore(options);
      try {
        const setup = syncOf(aws, knex);
        const engine = engineOf({ ...setup, knex });
        const follow =
          name === 'follower'
            ? byFollower(engine, knex)
            : byPolling(setup, knex);
        const result = await followed(aws, engine, nodes, follow);
        const automations = await aws.control.runbooks.list();
        report(name, result, new Set(automations.map(({ id }) => id)));
      } finally {
        await close();
      }
    }
  } finally {
    await aws.stop();
  }
}
