import { Knex } from 'knex';
import pLimit from 'p-limit';
import { NodeRow } from '../../plugins/managed-nodes-backend/src/nodes/rows';
import {
  readEverything,
  SimulatedAws,
  startAws,
  syncEverything,
  syncOf,
} from './aws';
import { openStore } from './database';
import { BenchOptions, figure } from './figures';
import { timed } from './measure';

/** Requests to the simulator's control API at a time. */
const CONTROL_CALLS = 16;

interface Writes {
  /** Statements that write nodes or when they were seen. */
  statements: number;
  /** Those of them that write nodes: some change all the time, as patch scans go on. */
  ofNodes: number;
}

function countWrites(knex: Knex): () => Writes {
  const writes = { statements: 0, ofNodes: 0 };
  knex.on('query', ({ sql }) => {
    if (/^(insert into|update) .node(_beat)?s/i.test(sql)) {
      writes.statements += 1;
    }
    if (/^(insert into|update) .nodes/i.test(sql)) {
      writes.ofNodes += 1;
    }
  });
  return () => ({ ...writes });
}

/** Every nth of the nodes that are managed. */
async function everyNth(knex: Knex, share: number): Promise<string[]> {
  const ids: string[] = await knex<NodeRow>('nodes')
    .orderBy('node_id')
    .pluck('node_id');
  return ids.filter((_, index) => index % share === 0);
}

async function change(
  ids: string[],
  action: (id: string) => Promise<unknown>,
): Promise<number> {
  const limit = pLimit(CONTROL_CALLS);
  await Promise.all(ids.map(id => limit(() => action(id))));
  return ids.length;
}

/** What happens to the fleet before each of the syncs. */
function changes(
  aws: SimulatedAws,
  knex: Knex,
): Record<string, () => Promise<number>> {
  return {
    unchanged: async () => 0,
    'one-percent-changed': async () =>
      change(await everyNth(knex, 100), id =>
        aws.control.updateNode(id, { computerName: `renamed-${id}` }),
      ),
    'ten-percent-retagged': async () =>
      change(await everyNth(knex, 10), id =>
        aws.control.setTags(id, { Owner: 'payments-team', Stage: 'retagged' }),
      ),
  };
}

/**
 * Times syncs of a fleet that was synced before: with nothing changed, with
 * new computer names on 1 % of it, and with new owner tags on 10 %. The
 * baseline reads the very same from AWS and stores nothing.
 */
export async function benchResync(options: BenchOptions): Promise<void> {
  const { nodes, database } = options;
  // Patch scans go on with the clock, and what is unchanged would not be.
  const aws = await startAws({ nodes, time: new Date() });
  const { knex, settle, close } = await openStore(options);
  try {
    const setup = syncOf(aws, knex);
    await syncEverything(setup);
    await settle();
    const baseline = await timed(() => readEverything(setup));
    figure('resync.baseline-read-only', {
      database,
      nodes,
      targets: setup.targets.length,
      seconds: baseline,
      nodesPerSecond: nodes / baseline,
    });
    const writes = countWrites(knex);
    const revision = async () =>
      Number((await knex('revision_counter').first('value')).value);
    for (const [name, happen] of Object.entries(changes(aws, knex))) {
      const changed = await happen();
      const before = { revision: await revision(), ...writes() };
      const seconds = await timed(() => syncEverything(setup));
      figure(`resync.${name}`, {
        database,
        nodes,
        changed,
        seconds,
        nodesPerSecond: nodes / seconds,
        ratio: seconds / baseline,
        catalogChanges: (await revision()) - before.revision,
        statementsThatWriteNodes: writes().ofNodes - before.ofNodes,
        nodesPerWriteStatement:
          nodes / (writes().statements - before.statements),
      });
    }
  } finally {
    await close();
    await aws.stop();
  }
}
