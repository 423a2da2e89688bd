import {
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { AccountDirectory } from '../../accounts/AccountDirectory';
import { NodeAccess } from '../../api/NodeAccess';
import { AutomationPreview } from '../../automation/AutomationPreview';
import { AutomationSignals } from '../../automation/AutomationSignals';
import { AutomationSteps } from '../../automation/AutomationSteps';
import { AwsClients } from '../../aws/AwsClients';
import { CallObserver } from '../../aws/CallMeter';
import { PersonSessions } from '../../aws/PersonSessions';
import { Engine } from '../../commands/createEngine';
import { OperationNodes } from '../../commands/OperationNodes';
import { EntityScope } from '../../nodes/EntityScope';
import { StandingPolicy } from '../../nodes/standing';
import { RunCandidates } from '../library/RunCandidates';
import { RunbookLibrary } from '../library/RunbookLibrary';
import { RunDecisions } from './RunDecisions';
import { RunExpiry } from './RunExpiry';
import { RunNotices } from './RunNotices';
import { RunOutput } from './RunOutput';
import { RunPlanner } from './RunPlanner';
import { RunQueries } from './RunQueries';
import { RunResults } from './RunResults';
import { Runs } from './Runs';
import { RunSteps } from './RunSteps';
import { RunStore } from './RunStore';
import { RunViewers } from './RunViewers';
import { RunViews } from './RunViews';
import { previewSteps } from './stepCounts';

/** What runs need. */
export interface RunsSetup {
  knex: Knex;
  partition: string;
  accounts: AccountDirectory;
  clients: AwsClients;
  sessions: PersonSessions;
  access: NodeAccess;
  userInfo: UserInfoService;
  catalog: CatalogService;
  scope: EntityScope;
  engine: Engine;
  library: RunbookLibrary;
  candidates: RunCandidates;
  runStore: RunStore;
  notices: RunNotices;
  patchPolicy: StandingPolicy;
  /** Told of every request to AWS, but those in the name of a person. */
  observer?: CallObserver;
}

/** Puts together what runs take. */
export function createRuns(setup: RunsSetup) {
  const { knex, partition, access, scope, engine, library, notices } = setup;
  const { clients, sessions, observer, runStore } = setup;
  const nodes = OperationNodes.create({ knex });
  const views = RunViews.create({
    knex,
    viewers: RunViewers.create(setup),
    queries: RunQueries.create({ knex }),
    nodes,
    scope,
    accounts: setup.accounts,
    partition,
  });
  const planner = RunPlanner.create({
    access,
    userInfo: setup.userInfo,
    scope,
    library,
    accounts: setup.accounts,
    candidates: setup.candidates,
    patchPolicy: setup.patchPolicy,
  });
  const steps = RunSteps.create({
    views,
    nodes,
    steps: AutomationSteps.create({ clients, observer }),
  });
  const { store, sender, canceller, reader } = engine;
  return {
    views,
    steps,
    runs: Runs.create({
      accounts: setup.accounts,
      planner,
      candidates: setup.candidates,
      views,
      runs: runStore,
      store,
      sender,
      notices,
      previewSteps: previewSteps(
        AutomationPreview.create({ clients, observer }),
      ),
    }),
    decisions: RunDecisions.create({
      planner,
      views,
      steps,
      runs: runStore,
      store,
      canceller,
      signals: AutomationSignals.create({ sessions }),
      notices,
    }),
    output: RunOutput.create({ views, nodes, reader, library }),
    results: RunResults.create({ knex, clients, views, observer }),
    expiry: RunExpiry.create({ runs: runStore, store, notices }),
  };
}

/** What answers questions about runs, and does what people ask for. */
export type CreatedRuns = ReturnType<typeof createRuns>;

/** Ends what nobody approved or started in time, and forgets what ended long ago. */
export async function startRunTasks(
  { expiry }: Pick<CreatedRuns, 'expiry'>,
  {
    scheduler,
    retentionMs,
  }: { scheduler: SchedulerService; retentionMs: number },
): Promise<void> {
  await scheduler.scheduleTask({
    id: 'managed-nodes-run-expiry',
    scope: 'global',
    frequency: { minutes: 1 },
    initialDelay: { seconds: 30 },
    timeout: { minutes: 5 },
    fn: () => expiry.expire(Date.now()),
  });
  await scheduler.scheduleTask({
    id: 'managed-nodes-forget-runs',
    scope: 'global',
    frequency: { hours: 6 },
    initialDelay: { minutes: 15 },
    timeout: { minutes: 30 },
    fn: () => expiry.forget(Date.now() - retentionMs),
  });
}
