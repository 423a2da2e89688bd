import { NodeRow } from '../../plugins/managed-nodes-backend/src/nodes/rows';
import { readEverything, startAws, syncEverything, syncOf } from './aws';
import { openStore } from './database';
import { BenchOptions, figure } from './figures';
import { timed, watchMemory } from './measure';

/**
 * Times the first sync of a whole simulated fleet. The baseline reads the very
 * same from AWS and stores nothing, so the rest is what our own work costs.
 */
export async function benchSync(options: BenchOptions): Promise<void> {
  const { nodes, database } = options;
  const aws = await startAws({ nodes });
  const { knex, close } = await openStore(options);
  try {
    const setup = syncOf(aws, knex);
    const baseline = await timed(() => readEverything(setup));
    figure('sync.baseline-read-only', {
      database,
      nodes,
      targets: setup.targets.length,
      seconds: baseline,
      nodesPerSecond: nodes / baseline,
    });

    await aws.control.resetCalls();
    let first = 0;
    const memory = await watchMemory(async () => {
      first = await timed(() => syncEverything(setup));
    });
    const calls = (await aws.control.calls())
      .filter(({ service }) => service !== 'sts')
      .reduce((sum, { calls: count }) => sum + count, 0);
    const [{ stored }] = await knex<NodeRow>('nodes').count({ stored: '*' });
    figure('sync.first', {
      database,
      nodes,
      stored: Number(stored),
      seconds: first,
      nodesPerSecond: nodes / first,
      // The simulator's own time is part of both; what is left is ours.
      ownNodesPerSecond: nodes / Math.max(0.001, first - baseline),
      ratio: first / baseline,
      peakRssMiB: memory,
      callsPer1000: calls / (nodes / 1000),
    });
  } finally {
    await close();
    await aws.stop();
  }
}
