import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { createHash } from 'node:crypto';
import { Knex } from 'knex';
import pLimit from 'p-limit';
import { AwsClients } from '../aws/AwsClients';
import { CallObserver } from '../aws/CallMeter';
import { readMeta, writeMeta } from '../nodes/database';
import { partitionOf } from '../sync/targets';
import { PatchDetails } from './details/PatchDetails';
import { PatchStore } from './details/PatchStore';
import { ExceptionStore } from './exceptions/ExceptionStore';
import { PatchConfig } from './patchConfig';
import { DueDates } from './policy/DueDates';

/** Parts that the targets are split into, for replicas to share. */
const PARTITIONS = 4;
const TARGETS_AT_ONCE = 16;
/** How often a part looks for new reports: each look joins all noncompliant nodes. */
const LOOK_SECONDS = 20;
/** Nodes of a target that are read before the others get their turn. */
const NODES_PER_TURN = 200;

const POLICY = 'patch-policy';

const DAY = 86_400_000;

/**
 * What all due dates follow from. They are worked out anew once a day as
 * well, so that whatever a crash left behind is put right.
 */
function hashOf({ days, countFrom }: PatchConfig['policy'], now: number) {
  return createHash('sha1')
    .update(
      JSON.stringify([
        days.critical,
        days.security,
        days.other,
        countFrom,
        Math.floor(now / DAY),
      ]),
    )
    .digest('hex');
}

/** What keeps which patches nodes lack, and by when they have to be there. */
export interface StartedPatchDetails {
  details: PatchDetails;
  due: DueDates;
  exceptions: ExceptionStore;
}

/**
 * Reads which patches noncompliant nodes lack whenever they have a new
 * report, and keeps due dates in line with policy and exceptions. Replicas
 * share the targets through Backstage's scheduler.
 */
export async function startPatchDetails(options: {
  knex: Knex;
  clients: AwsClients;
  config: PatchConfig;
  scheduler: SchedulerService;
  lifecycle: RootLifecycleService;
  logger: LoggerService;
  observer?: CallObserver;
}): Promise<StartedPatchDetails> {
  const { knex, clients, config, scheduler, observer } = options;
  const due = DueDates.create({ knex, policy: config.policy });
  const store = PatchStore.create({ knex, due });
  const details = PatchDetails.create({ knex, clients, store, observer });
  const exceptions = ExceptionStore.create({ knex, due });
  const stopping = new AbortController();
  options.lifecycle.addShutdownHook(() => stopping.abort());

  const readPart = async (part: number, signal: AbortSignal) => {
    const limit = pLimit(TARGETS_AT_ONCE);
    const targets = (await details.targetsToRead(Date.now())).filter(
      target => partitionOf(target, PARTITIONS) === part,
    );
    const ended = await Promise.allSettled(
      targets.map(target =>
        limit(async () => {
          if (!signal.aborted) {
            await details.readTarget(target, NODES_PER_TURN, signal);
          }
        }),
      ),
    );
    const failure = ended.find(result => result.status === 'rejected');
    if (failure?.status === 'rejected' && !signal.aborted) {
      throw failure.reason;
    }
  };

  if (config.details.enabled) {
    for (let part = 0; part < PARTITIONS; part += 1) {
      await scheduler.scheduleTask({
        id: `managed-nodes-patch-details-${part}`,
        scope: 'global',
        frequency: { seconds: LOOK_SECONDS },
        initialDelay: { milliseconds: 3_000 + part * 50 },
        timeout: { minutes: 30 },
        fn: signal =>
          readPart(part, AbortSignal.any([signal, stopping.signal])),
      });
    }
  }
  await scheduler.scheduleTask({
    id: 'managed-nodes-patch-due-dates',
    scope: 'global',
    frequency: { seconds: 30 },
    initialDelay: { seconds: 2 },
    timeout: { minutes: 30 },
    fn: async taskSignal => {
      const signal = AbortSignal.any([taskSignal, stopping.signal]);
      const now = Date.now();
      const policy = hashOf(config.policy, now);
      if ((await readMeta(knex, POLICY)) !== policy) {
        await due.settleAll(now, signal);
        if (signal.aborted) {
          return;
        }
        await writeMeta(knex, POLICY, policy);
        options.logger.info('Due dates of patches follow the policy of config');
      }
      await exceptions.settleEnded(Date.now());
      await exceptions.followApplications(Date.now());
      await store.forgetSettled();
    },
  });
  return { details, due, exceptions };
}
