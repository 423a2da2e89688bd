import { Knex } from 'knex';
import { ReleaseDates } from '../../plans/ReleaseDates';
import { DuePolicy } from '../policy/DueDates';
import { GroundTruth } from './groundTruth';
import { Aws, createPatchWorld } from './patchWorld';
import { ModelNode, randomOf } from './randomFleet';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Two accounts in two Regions: enough to be of several owners, few enough to be quick. */
const PLACES = ['111122223333', '333344445555'].flatMap(account =>
  ['eu-central-1', 'us-east-1'].map(region => ({ account, region })),
);

type Random = ReturnType<typeof randomOf>;

/** Some of them, and not always as many. */
function some<T>(random: Random, items: readonly T[], share: number): T[] {
  return items.filter(() => random.next() < share);
}

/** What happens to machines between two looks. */
async function live(aws: Aws, random: Random, fleet: ModelNode[]) {
  const { control } = aws;
  const online = fleet.filter(({ status }) => status === 'online');
  const lost = new Set(some(random, online, 0.05));
  for (const { nodeId } of lost) {
    await control.updateNode(nodeId, { pingStatus: 'ConnectionLost' });
  }
  // A report changes only with a new one, which who is lost cannot give.
  const reporting = online.filter(node => !lost.has(node));
  for (const { nodeId } of some(random, reporting, 0.2)) {
    await control.updateNode(nodeId, {
      patchProfile: random.pick(['critical', 'security', 'other', 'compliant']),
    });
  }
  for (const { nodeId } of some(random, fleet, 0.1)) {
    await control.setTags(nodeId, {
      Owner: random.pick(['payments-team', 'data-team']),
      Application: random.pick(['payments', 'warehouse']),
    });
  }
  await control.terminate({ ids: [random.pick(online).nodeId] });
  // So that all who can have reported once more.
  await control.advance((1 + Math.floor(random.next() * 25)) * DAY + HOUR);
}

/** Gives exceptions of every kind. */
async function except(
  world: ReturnType<typeof createPatchWorld>,
  truth: GroundTruth,
  random: Random,
  fleet: ModelNode[],
  now: number,
) {
  const lacking = fleet.filter(({ lacks }) => lacks.length);
  const of = (node: ModelNode) => {
    const { patch } = random.pick(node.lacks);
    return random.pick(['*', patch.kbId, patch.cves[0] ?? patch.kbId]);
  };
  const wanted = [
    ...some(random, lacking, 0.3).map(node => ({
      scope: 'node' as const,
      subject: node.nodeId,
      patch: of(node),
    })),
    ...some(random, lacking, 0.1).flatMap(node => {
      const subject = node.system ?? node.component;
      return subject
        ? [{ scope: 'application' as const, subject, patch: of(node) }]
        : [];
    }),
  ];
  const given = new Set<string>();
  for (const exception of wanted) {
    const key = JSON.stringify(exception);
    if (!given.has(key)) {
      given.add(key);
      const until = now + Math.floor(1 + random.next() * 40) * DAY;
      const { id } = await world.exceptions.add(
        {
          ...exception,
          reason: 'for now',
          until: new Date(until).toISOString(),
        },
        'user:default/omar',
        now,
      );
      const ended = random.next() < 0.2;
      if (ended) {
        await world.exceptions.end(id, 'user:default/omar', now);
      }
      truth.exceptions.push({
        ...exception,
        until,
        endedAt: ended ? now : null,
      });
    }
  }
}

/**
 * Lets a random fleet live for some weeks, twice read, with exceptions and
 * under a random policy, and tells how it stands in the end.
 */
export async function tellStory(options: {
  knex: Knex;
  aws: Aws;
  seed: number;
}) {
  const { knex, aws, seed } = options;
  const random = randomOf(seed);
  const policy: DuePolicy = {
    days: {
      critical: random.pick([1, 3, 7]),
      security: random.pick([7, 14]),
      other: random.pick([14, 30]),
    },
    countFrom: random.pick(['reported', 'released'] as const),
  };
  await aws.control.reset({
    nodes: 130 + Math.floor(random.next() * 60),
    seed,
  });
  const world = createPatchWorld(knex, aws, { policy });
  const truth = GroundTruth.create(aws, PLACES);
  let now = (await aws.control.now()).getTime();
  const releases = ReleaseDates.create({
    knex,
    listener: async patches => {
      const ids = await knex('patches')
        .whereIn(
          'kb_id',
          patches.map(({ kbId }) => kbId),
        )
        .pluck('id');
      await world.due.settlePatches(ids, now);
    },
  });
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
  try {
    const readAll = async () => {
      for (const { account, region } of PLACES) {
        await world.setup.run(world.setup.target(account, region));
      }
      await world.readAll();
    };
    await readAll();
    const before = await truth.look(policy, now);
    await except(world, truth, random, before, now);
    for (const patch of some(random, [...truth.patches.values()], 0.4)) {
      const releasedAt = now - Math.floor(random.next() * 90) * DAY;
      truth.released.set(patch.id, releasedAt);
      await releases.tell([{ ...patch, releasedAt }]);
    }
    await live(aws, random, before);
    now = (await aws.control.now()).getTime();
    // Who is gone for two listings left.
    await readAll();
    await readAll();
    await world.exceptions.settleEnded(now);
    await world.exceptions.followApplications(now);
    const fleet = await truth.look(policy, now);
    return { fleet, truth, policy, now, places: PLACES };
  } finally {
    clock.mockRestore();
  }
}
