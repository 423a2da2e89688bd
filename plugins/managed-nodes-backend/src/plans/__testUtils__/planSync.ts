import { Knex } from 'knex';
import { context, openTestDatabase } from '../../__testUtils__/nodes';
import { createSync, PROD, startAws } from '../../__testUtils__/sync';
import { NodeQueries } from '../../nodes/NodeQueries';
import { PlanQueries } from '../PlanQueries';
import { PlanStore } from '../PlanStore';
import { PlanSync } from '../PlanSync';
import { ReleaseDates } from '../ReleaseDates';
import { ReleasedPatch } from '../types';

export const REGION = 'eu-central-1';
export const HERE = { account: PROD, region: REGION };
export const ALL = { all: true } as const;
/** The day after a patch Tuesday, when baselines have something to approve. */
export const TODAY = Date.parse('2026-12-09T12:00:00Z');

type Aws = Awaited<ReturnType<typeof startAws>>;

/** Reads the plans of one place of a new fleet into a new database. */
export async function createPlanSync(
  id: Parameters<typeof openTestDatabase>[0],
  aws: Aws,
) {
  await aws.control.reset({ nodes: 400, seed: 7 });
  await aws.control.advance(TODAY - (await aws.control.now()).getTime());
  const knex: Knex = await openTestDatabase(id);
  const setup = createSync(knex, aws.credentials);
  await setup.run(setup.target(PROD, REGION));
  const told: ReleasedPatch[] = [];
  const releases = ReleaseDates.create({ knex });
  const sync = PlanSync.create({
    now: () => TODAY,
    clients: setup.clients,
    store: PlanStore.create({ knex }),
    releases: {
      tell: async patches => {
        told.push(...patches);
        await releases.tell(patches);
      },
    },
  });
  const queries = PlanQueries.create({ knex, context });
  return {
    knex,
    told,
    queries,
    clients: setup.clients,
    run: (signal = new AbortController().signal) => sync.run(HERE, signal),
    list: () => queries.listPlans({ limit: 100 }, {}, ALL),
    /** Everything that is kept of plans. */
    content: async () => ({
      plans: await knex('patch_plans').orderBy('id'),
      targets: await knex('patch_plan_targets').orderBy([
        'plan_id',
        'tag_key',
        'value',
      ]),
      baselines: await knex('patch_baselines').orderBy('id'),
      approvals: await knex('pending_approvals').orderBy([
        'baseline_id',
        'digest',
      ]),
    }),
    nodes: async () => {
      const { items } = await NodeQueries.create({ knex, context }).list(
        { sort: 'title', order: 'asc', limit: 200 },
        ALL,
      );
      return items;
    },
  };
}
