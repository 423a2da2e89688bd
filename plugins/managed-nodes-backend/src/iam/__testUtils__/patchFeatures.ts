import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { SimulatorControl } from '@managed-nodes/aws-simulator';
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
    control: Pick<
      SimulatorControl,
      'addFault' | 'advance' | 'commands' | 'now'
    >;
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

/** The role that acts. */
export const OPERATE_ROLE = 'BackstageManagedNodesOperate';
/** Looks at once whether AWS has a command whose answer was lost. */
const TIMES = { throttled: 1, lookUps: [10, 10, 10] };

/** Sends for a person, as whichever role acts. */
export async function createSender(world: PatchFeatureWorld) {
  const { root, accounts } = await listed(world);
  // Commands are looked for by when they were sent, by our own clock.
  const { control } = world.aws;
  const behind = Date.now() - (await control.now()).getTime();
  await control.advance(Math.max(behind, 0));
  return CommandSender.create({
    sessions: PersonSessions.fromConfig(root, {
      accounts,
      roleName: OPERATE_ROLE,
    }),
    times: TIMES,
  });
}

/** A scan of some node that is there. */
async function scanOf({ knex }: PatchFeatureWorld) {
  const [{ node_id: nodeId }] = await knex('nodes')
    .where({ ...HERE, status: 'online' })
    .orderBy('id')
    .select('node_id');
  return {
    ...HERE,
    document: 'AWS-RunPatchBaseline',
    nodeIds: [String(nodeId)],
    parameters: { Operation: ['Scan'] },
    maxConcurrency: '1',
    maxErrors: '1',
    comment: `Backstage ${randomUUID()} #1`,
    repeatable: true,
  };
}

/** Collects the problems of steps, each of which is taken whatever the others did. */
function createSteps() {
  const problems: SyncProblem[] = [];
  return {
    problems,
    async take(step: () => Promise<unknown>): Promise<void> {
      try {
        await step();
      } catch (error) {
        problems.push(toSyncProblem(error));
      }
    },
  };
}

/** Scans a node in the name of a person, once with the answer lost, and cancels that. */
export async function sendScans(
  world: PatchFeatureWorld,
): Promise<SyncProblem[]> {
  const sender = await createSender(world);
  const before = (await world.aws.control.commands.list()).length;
  const { problems, take } = createSteps();
  const send = async () => {
    const { commandId, refused } = await sender.send(
      await scanOf(world),
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
    return commandId;
  };
  const first = await send();
  if (first) {
    await take(() => sender.cancel(HERE, first, PRIYA));
    await world.aws.control.addFault({
      operation: 'SendCommand',
      kind: 'truncated',
      count: 1,
    });
    assert.ok(await send());
    // Found, and not sent again.
    assert.equal((await world.aws.control.commands.list()).length, before + 2);
  }
  assert.ok(first ?? problems.length);
  return problems;
}

/** Commands that there are to be followed, by whose world it is. */
const followed = new WeakMap<
  PatchFeatureWorld,
  Awaited<ReturnType<typeof scanOf>> & { commandId: string; since: number }
>();

/** Has a person scan a node, so that there is something to follow. */
export async function sentScan(world: PatchFeatureWorld) {
  const before = followed.get(world);
  if (before) {
    return before;
  }
  const since = Date.now() - 60_000;
  const sender = await createSender(world);
  const command = await scanOf(world);
  const { commandId } = await sender.send(command, PRIYA, async () => true);
  assert.ok(commandId);
  const sent = { ...command, commandId, since };
  followed.set(world, sent);
  // In the first moments AWS does not know what it was sent.
  await world.aws.control.advance(10_000);
  return sent;
}

/** Follows a scan as the portal, and reads what the node printed. */
export async function followScan(
  world: PatchFeatureWorld,
): Promise<SyncProblem[]> {
  const sent = await sentScan(world);
  const { clients } = await listed(world);
  const { signal } = new AbortController();
  const reader = CommandReader.create({ clients });
  const { problems, take } = createSteps();
  await take(async () =>
    assert.equal(await reader.find(sent, sent.since, signal), sent.commandId),
  );
  await take(() => reader.status(HERE, sent.commandId, signal));
  await take(async () =>
    assert.equal(
      (
        await reader.reports(HERE, sent.commandId, signal)
      ).length,
      1,
    ),
  );
  await take(() =>
    reader.output(HERE, sent.commandId, sent.nodeIds[0], 'PatchLinux'),
  );
  return problems;
}
