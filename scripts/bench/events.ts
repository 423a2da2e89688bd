import { setTimeout as wait } from 'node:timers/promises';
import { SimulatorControl } from '../../packages/aws-simulator/src/control/SimulatorControl';
import { BareQueue } from './bareQueue';
import { BenchDatabase, openStore } from './database';
import {
  CREDENTIALS,
  SimulatedAws,
  startAws,
  syncEverything,
  syncOf,
} from './aws';
import { BenchOptions, figure } from './figures';
import { percentile } from './measure';
import { listenToEvents } from './subscriber';

/** Changes one after the other, of each kind. */
const ONE_BY_ONE = 20;
/** Changes at once, and how often. */
const AT_ONCE = 50;
const ROUNDS = 4;
/** Between looks whether it shows. */
const LOOK_MS = 5;
/** Until a change counts as lost. */
const LIMIT_MS = 30_000;
const QUEUE = '999900001111/managed-nodes-events';

/** What the node store has of a node. */
export interface Stored {
  node_id: string;
  owner_ref: string;
  patch_bucket: string;
  details: string;
}

/** Something that happens to a node. */
interface Change {
  nodeId: string;
  make(control: SimulatorControl): Promise<unknown>;
  shows(row: Stored): boolean;
}

/** Has changes happen and gives how long it took, in milliseconds, until each was noticed. */
export type Watch = (
  changes: Change[],
  control: SimulatorControl,
) => Promise<number[]>;

let owners = 0;

function newOwner(nodeId: string): Change {
  owners += 1;
  const owner = `owner-${owners}`;
  return {
    nodeId,
    make: control => control.setTags(nodeId, { Owner: owner }),
    shows: row => row.owner_ref === `group:default/${owner}`,
  };
}

function instanceState(nodeId: string, state: 'stopped' | 'running'): Change {
  return {
    nodeId,
    make: control => control.updateNode(nodeId, { instanceState: state }),
    shows: row => JSON.parse(row.details).instanceState === state,
  };
}

function patches(nodeId: string, bucket: 'critical' | 'compliant'): Change {
  return {
    nodeId,
    make: control => control.updateNode(nodeId, { patchProfile: bucket }),
    shows: row => row.patch_bucket === bucket,
  };
}

/** Looks into the node store. */
function watchStore({ knex }: BenchDatabase): Watch {
  return async (changes, control) => {
    const started = new Map<Change, number>();
    const times: number[] = [];
    await Promise.all(
      changes.map(change => {
        started.set(change, performance.now());
        return change.make(control);
      }),
    );
    const over = performance.now() + LIMIT_MS;
    let open = changes;
    while (open.length && performance.now() < over) {
      const rows = await knex<Stored>('nodes')
        .whereIn(
          'node_id',
          open.map(({ nodeId }) => nodeId),
        )
        .select('node_id', 'owner_ref', 'patch_bucket', 'details');
      const now = performance.now();
      const byId = new Map(rows.map(row => [row.node_id, row]));
      open = open.filter(change => {
        const row = byId.get(change.nodeId);
        const shows = row !== undefined && change.shows(row);
        if (shows) {
          times.push(now - started.get(change)!);
        }
        return !shows;
      });
      await wait(LOOK_MS);
    }
    return times;
  };
}

/** Looks into the queue, as plainly as can be. */
function watchQueue(queue: BareQueue): Watch {
  return async (changes, control) => {
    const started = new Map<string, number>();
    const receiving = queue.receive(
      changes.map(({ nodeId }) => nodeId),
      LIMIT_MS,
    );
    await Promise.all(
      changes.map(change => {
        started.set(change.nodeId, performance.now());
        return change.make(control);
      }),
    );
    const received = await receiving;
    return [...received].map(([nodeId, at]) => at - started.get(nodeId)!);
  };
}

interface Machines {
  any: string[];
  running: string[];
  compliant: string[];
}

async function machines({ control }: SimulatedAws): Promise<Machines> {
  const ids = async (query: Parameters<SimulatorControl['findNodes']>[0]) =>
    (await control.findNodes({ ...query, limit: 1000 })).nodes.map(
      ({ id }) => id,
    );
  const running = (await ids({ instanceState: 'running' })).slice(0, 1);
  const compliant = (await ids({ patchProfile: 'compliant' })).slice(-1);
  return { any: await ids({}), running, compliant };
}

/** The same changes for both, one after the other and many at once. */
async function measure(
  aws: SimulatedAws,
  { any, running, compliant }: Machines,
  watch: Watch,
): Promise<{ one: number[]; many: number[]; lost: number }> {
  const one: number[] = [];
  const many: number[] = [];
  const next = async (change: Change) => {
    one.push(...(await watch([change], aws.control)));
    // As if by chance: not always when the queue was just asked.
    await wait(50 + ((one.length * 379) % 1_000));
  };
  for (let index = 0; index < ONE_BY_ONE; index += 1) {
    const even = index % 2 === 0;
    await next(newOwner(any[index]));
    await next(instanceState(running[0], even ? 'stopped' : 'running'));
    await next(patches(compliant[0], even ? 'critical' : 'compliant'));
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = ONE_BY_ONE + round * AT_ONCE;
    const nodes = any.slice(first, first + AT_ONCE);
    many.push(...(await watch(nodes.map(newOwner), aws.control)));
    await wait(1_000);
  }
  const lost = ONE_BY_ONE * 3 - one.length + AT_ONCE * ROUNDS - many.length;
  return { one, many, lost };
}

function report(
  name: string,
  nodes: number,
  times: number[],
  more: Record<string, number>,
): number {
  const sorted = times.sort((a, b) => a - b);
  const p50 = percentile(sorted, 0.5);
  figure(name, {
    nodes,
    changes: sorted.length,
    p50Ms: p50,
    p95Ms: percentile(sorted, 0.95),
    maxMs: percentile(sorted, 1),
    ...more,
  });
  return p50;
}

/**
 * Times changes at AWS until the node store shows them, by events alone: from
 * EventBridge over SQS and Backstage's module for it, set up as the docs say.
 * The baseline is a bare client of the SDK that receives the same messages.
 */
export async function benchEvents(options: BenchOptions): Promise<void> {
  const { nodes } = options;
  const aws = await startAws({ nodes, accounts: 6 });
  process.env.AWS_ACCESS_KEY_ID = CREDENTIALS.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = CREDENTIALS.secretAccessKey;
  const store = await openStore(options);
  const queueUrl = `${aws.endpoint}/${QUEUE}`;
  try {
    const setup = syncOf(aws, store.knex, { events: {} });
    await syncEverything(setup);
    const chosen = await machines(aws);
    await aws.control.events.configure({ enabled: true });

    const queue = BareQueue.create(queueUrl);
    const bare = await measure(aws, chosen, watchQueue(queue));
    await queue.empty();

    const backend = await listenToEvents(options.connection, {
      queueUrl,
      knex: store.knex,
      setup,
    });
    const ours = await measure(aws, chosen, watchStore(store));
    for (const [key, name] of [
      ['one', 'one-by-one'],
      ['many', 'fifty-at-once'],
    ] as const) {
      const { lost } = bare;
      const p50 = report(`events.${name}.bare`, nodes, bare[key], { lost });
      const sorted = ours[key].sort((a, b) => a - b);
      report(`events.${name}`, nodes, sorted, {
        lost: ours.lost,
        ratio: percentile(sorted, 0.5) / p50,
      });
    }
    await backend.stop();
  } finally {
    await store.close();
    await aws.stop();
  }
}
