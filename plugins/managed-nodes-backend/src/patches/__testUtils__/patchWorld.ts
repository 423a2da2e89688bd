import { JsonObject } from '@backstage/types';
import { PatchesControl } from '@managed-nodes/aws-simulator';
import { Knex } from 'knex';
import { createSync, startAws } from '../../__testUtils__/sync';
import { PatchDetails } from '../details/PatchDetails';
import { PatchStore } from '../details/PatchStore';
import { ExceptionStore } from '../exceptions/ExceptionStore';
import { DueDates, DuePolicy } from '../policy/DueDates';

export type Aws = Awaited<ReturnType<typeof startAws>>;

export const POLICY: DuePolicy = {
  days: { critical: 7, security: 14, other: 30 },
  countFrom: 'reported',
};

/** What a node lacks, as rows of the store tell it. */
export interface StoredLack {
  name: string;
  node_id: string;
  kb_id: string;
  title: string;
  kind: 'critical' | 'security' | 'other';
  state: string;
  first_at: number;
  due_at: number | null;
  exception_id: string | null;
  released_at: number | null;
}

const number = (value: unknown) => (value === null ? null : Number(value));

/** Everything it takes to know which patches nodes of a simulator lack. */
export function createPatchWorld(
  knex: Knex,
  aws: Pick<Aws, 'credentials'>,
  options: {
    policy?: DuePolicy;
    config?: JsonObject;
    patienceMs?: number;
    turnMs?: number;
  } = {},
) {
  const setup = createSync(knex, aws.credentials, options.config, {
    patienceMs: options.patienceMs,
  });
  const due = DueDates.create({ knex, policy: options.policy ?? POLICY });
  const store = PatchStore.create({ knex, due });
  const details = PatchDetails.create({
    knex,
    clients: setup.clients,
    store,
    turnMs: options.turnMs,
  });
  const exceptions = ExceptionStore.create({ knex, due });
  const signal = new AbortController().signal;
  return {
    setup,
    due,
    store,
    details,
    exceptions,
    /** Reads everything there is to read, as the scheduled task does. */
    async readAll(most = 1_000): Promise<number> {
      let read = 0;
      for (const target of await details.targetsToRead(Date.now())) {
        read += await details.readTarget(target, most, signal);
      }
      await store.forgetSettled();
      return read;
    },
    /** What nodes lack as it is stored. */
    async lacks(where: Record<string, unknown> = {}): Promise<StoredLack[]> {
      const rows: StoredLack[] = await knex('node_patches')
        .join('nodes', 'nodes.id', 'node_patches.node_id')
        .join('patches', 'patches.id', 'node_patches.patch_id')
        .where(where)
        .orderBy(['nodes.name', 'patches.digest'])
        .select(
          'nodes.name',
          'nodes.node_id',
          'patches.kb_id',
          'patches.title',
          'patches.kind',
          'patches.released_at',
          'node_patches.state',
          'node_patches.first_at',
          'node_patches.due_at',
          'node_patches.exception_id',
        );
      return rows.map(row => ({
        ...row,
        first_at: Number(row.first_at),
        due_at: number(row.due_at),
        released_at: number(row.released_at),
      }));
    },
    /** What is noted of having read nodes. */
    async reads(where: Record<string, unknown> = {}) {
      return knex('node_patch_reads')
        .join('nodes', 'nodes.id', 'node_patch_reads.node_id')
        .where(where)
        .orderBy('nodes.name')
        .select('nodes.name', 'node_patch_reads.*');
    },
  };
}

export type PatchWorld = ReturnType<typeof createPatchWorld>;

/** What a node lacks by the simulator's own account of its last report. */
export async function truthOf(
  patches: PatchesControl,
  nodeId: string,
): Promise<string[]> {
  const { report } = await patches.ofNode(nodeId);
  return (report?.lacking ?? [])
    .map(({ kbId, title, state }) => `${kbId}|${title}|${state}`)
    .sort();
}

/** The same of what is stored. */
export function namesOf(lacks: StoredLack[]): string[] {
  return lacks
    .map(({ kb_id: kbId, title, state }) => `${kbId}|${title}|${state}`)
    .sort();
}
