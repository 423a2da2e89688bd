import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { AwsClients } from '../aws/AwsClients';
import { CallObserver } from '../aws/CallMeter';
import { PresentationContext } from '../nodes/present';
import { PlanQueries } from '../plans/PlanQueries';
import { PlanSchedule } from '../plans/PlanSchedule';
import { PlanStore } from '../plans/PlanStore';
import { PlanSync } from '../plans/PlanSync';
import { ReleaseDates } from '../plans/ReleaseDates';
import { digestOf } from '../plans/rows';
import { PatchConfig } from './patchConfig';
import { DueDates } from './policy/DueDates';

/** Patches per statement: SQLite takes 500. */
const DIGESTS = 400;

/** Reads again and again what will patch nodes and when, and answers questions about it. */
export async function startPlans(options: {
  knex: Knex;
  context: PresentationContext;
  config: PatchConfig;
  accounts: AccountDirectory;
  clients: AwsClients;
  due: DueDates;
  scheduler: SchedulerService;
  lifecycle: RootLifecycleService;
  logger: LoggerService;
  observer?: CallObserver;
}): Promise<PlanQueries> {
  const { knex, config, due, observer } = options;
  const store = PlanStore.create({ knex });
  const releases = ReleaseDates.create({
    knex,
    listener: async patches => {
      if (config.policy.countFrom !== 'released') {
        return;
      }
      const digests = patches.map(patch => digestOf(patch));
      for (let start = 0; start < digests.length; start += DIGESTS) {
        const nodes: number[] = await knex('node_patches')
          .join('patches', 'patches.id', 'node_patches.patch_id')
          .whereIn('patches.digest', digests.slice(start, start + DIGESTS))
          .distinct()
          .pluck('node_patches.node_id');
        await due.settle(nodes, Date.now());
      }
    },
  });
  await PlanSchedule.create({
    ...options,
    store,
    plans: config.plans,
    sync: PlanSync.create({
      clients: options.clients,
      store,
      releases,
      observer,
    }),
  }).start();
  return PlanQueries.create(options);
}
