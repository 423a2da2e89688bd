import assert from 'node:assert/strict';
import { SyncProblem } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { createSync, PROD } from '../../__testUtils__/sync';
import { PersonSessions } from '../../aws/PersonSessions';
import { toSyncProblem } from '../../aws/problems';
import { CommandReader } from '../../commands/CommandReader';
import { CommandSender } from '../../commands/CommandSender';
import { PatchDetails } from '../../patches/details/PatchDetails';
import { PatchStore } from '../../patches/details/PatchStore';
import { readPatchWarnings } from '../../patches/patchHealth';
import { DueDates } from '../../patches/policy/DueDates';
import { PlanStore } from '../../plans/PlanStore';
import { PlanSync } from '../../plans/PlanSync';
import { ReleaseDates } from '../../plans/ReleaseDates';

const REGION = 'eu-central-1';
const HERE = { account: PROD, region: REGION };
const DENIED = /not authorized to perform: (\w+:\w+)/;
const PRIYA = 'user:default/priya';

/** The simulated AWS, and the store of a portal. */
interface PatchFeatureWorld {
  aws: {
    control: { advance(milliseconds: number): Promise<unknown> };
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  knex: Knex;
}

/** Lists the production account, when nobody did yet. */
export async function listed({ aws, knex }: PatchFeatureWorld) {
  const setup = createSync(knex, aws.credentials);
  if (!(await knex('nodes').where(HERE).first('id'))) {
    await setup.run(setup.target(PROD, REGION));
  }
  return setup;
}

/** Reads which patches nodes lack, and what will patch them. */
export async function readPatches(
  world: PatchFeatureWorld,
): Promise<SyncProblem[]> {
  const { knex } = world;
  const { clients } = await listed(world);
  const { signal } = new AbortController();
  const due = DueDates.create({
    knex,
    policy: {
      days: { critical: 7, security: 14, other: 30 },
      countFrom: 'reported',
    },
  });
  await knex('node_patch_reads').delete();
  await PatchDetails.create({
    knex,
    clients,
    store: PatchStore.create({ knex, due }),
  }).readTarget(HERE, 20, signal);
  await PlanSync.create({
    clients,
    store: PlanStore.create({ knex }),
    releases: ReleaseDates.create({ knex }),
  }).run(HERE, signal);
  const warnings = await readPatchWarnings(knex);
  return warnings.get(`${PROD}/${REGION}`) ?? [];
}

/** Scans a node in the name of a person, follows the scan, and cancels it. */
export async function scan(world: PatchFeatureWorld): Promise<SyncProblem[]> {
  const { knex } = world;
  const { clients, root, accounts } = await listed(world);
  const { signal } = new AbortController();
  const problems: SyncProblem[] = [];
  const attempt = async <T>(step: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await step();
    } catch (error) {
      problems.push(toSyncProblem(error));
      return undefined;
    }
  };
  const [{ node_id: nodeId }] = await knex('nodes')
    .where({ ...HERE, status: 'online' })
    .orderBy('id')
    .select('node_id');
  const sender = CommandSender.create({
    sessions: PersonSessions.fromConfig(root, { accounts }),
  });
  const command = {
    ...HERE,
    document: 'AWS-RunPatchBaseline',
    nodeIds: [nodeId as string],
    parameters: { Operation: ['Scan'] },
    maxConcurrency: '1',
    maxErrors: '1',
    comment: `Backstage ${Date.now()}`,
    repeatable: true,
  };
  const since = Date.now() - 60_000;
  const { commandId, refused } = await sender.send(
    command,
    PRIYA,
    async () => true,
  );
  for (const why of refused.values()) {
    problems.push({
      code: 'NotTaken',
      message: why,
      missingIamAction: DENIED.exec(why)?.[1] ?? null,
    });
  }
  // In the first moments AWS does not know what it was sent.
  await world.aws.control.advance(10_000);
  const reader = CommandReader.create({ clients });
  await attempt(() => reader.find(command, since, signal));
  if (commandId) {
    await attempt(() => reader.reports(HERE, commandId, signal));
    await attempt(() => reader.output(HERE, commandId, nodeId));
    await attempt(() => sender.cancel(HERE, commandId, PRIYA));
  }
  assert.ok(commandId ?? problems.length);
  return problems;
}
