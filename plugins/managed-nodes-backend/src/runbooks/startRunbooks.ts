import {
  LoggerService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { ApiPart } from '../api/ApiPart';
import { NodeAccess } from '../api/NodeAccess';
import { AwsClients } from '../aws/AwsClients';
import { CallObserver } from '../aws/CallMeter';
import { PersonSessions } from '../aws/PersonSessions';
import { Engine } from '../commands/createEngine';
import { DocumentReader } from '../documents/DocumentReader';
import { Publication } from '../documents/publicationSchema';
import { EntityScope } from '../nodes/EntityScope';
import { StandingPolicy } from '../nodes/standing';
import { Documents } from './library/Documents';
import { addLibraryRoutes, libraryOperations } from './library/libraryRoutes';
import { RunbookLibrary } from './library/RunbookLibrary';
import { RunbookViews } from './library/RunbookViews';
import { RunCandidates } from './library/RunCandidates';
import { createRuns, startRunTasks } from './runs/createRuns';
import { addRunExport } from './runs/exportRuns';
import { runOperations } from './runs/operations';
import { RunNotices } from './runs/RunNotices';
import { addRunRoutes } from './runs/runRoutes';
import { RunStore } from './runs/RunStore';

/** How often publications are compared with their documents. */
const REFRESH_MINUTES = 5;

/** What everything about runbooks needs. */
export interface RunbooksSetup {
  rootConfig: Config;
  publications: Publication[];
  config: { enabled: boolean; retentionMs: number };
  partition: string;
  knex: Knex;
  accounts: AccountDirectory;
  clients: AwsClients;
  sessions: PersonSessions;
  access: NodeAccess;
  userInfo: UserInfoService;
  catalog: CatalogService;
  scope: EntityScope;
  engine: Engine;
  runStore: RunStore;
  notices: RunNotices;
  patchPolicy: StandingPolicy;
  scheduler: SchedulerService;
  logger: LoggerService;
  /** Told of every request to AWS, but those in the name of a person. */
  observer?: CallObserver;
}

/**
 * Without the permission framework everybody may do everything: nobody is to
 * find themselves in that by accident, so that nothing is published then but
 * where config says so.
 */
function published({
  publications,
  config,
  rootConfig,
  logger,
}: RunbooksSetup): Publication[] {
  const decided =
    rootConfig.has('managedNodes.runs.enabled') ||
    rootConfig.getOptionalBoolean('permission.enabled') === true;
  if (decided) {
    return config.enabled ? publications : [];
  }
  if (publications.length) {
    logger.warn(
      'Runbooks are off, as permission.enabled is: managedNodes.runs.enabled turns them on, for everybody who signs in',
    );
  }
  return [];
}

/**
 * Publishes runbooks, and lets people run them. Compares publications with
 * their documents at the start, and from then on every few minutes.
 */
export async function startRunbooks(setup: RunbooksSetup) {
  const { knex, accounts, clients, observer, logger, scheduler } = setup;
  const reader = DocumentReader.create({ clients, observer });
  const library = RunbookLibrary.create({
    publications: published(setup),
    reader,
    accounts,
  });
  const runbooks = RunbookViews.create({ ...setup, library });
  const documents = Documents.create({ ...setup, reader, library });
  const runs = createRuns({
    ...setup,
    library,
    candidates: RunCandidates.create({ knex, accounts, library }),
  });
  let told = '';
  await scheduler.scheduleTask({
    id: 'managed-nodes-runbooks',
    // What is published is kept in the memory of each replica.
    scope: 'local',
    frequency: { minutes: REFRESH_MINUTES },
    timeout: { minutes: 4 },
    fn: async () => {
      await library.refresh();
      const problems = library.problems();
      const now = problems.join('\n');
      if (now !== told) {
        told = now;
        problems.forEach(problem => logger.error(problem));
      }
    },
  });
  await startRunTasks(runs, {
    scheduler,
    retentionMs: setup.config.retentionMs,
  });
  const api: ApiPart = {
    operations: { ...libraryOperations, ...runOperations },
    addRoutes(router, { requests }) {
      addLibraryRoutes(router, { requests, runbooks, documents });
      addRunExport(router, { requests, views: runs.views });
      addRunRoutes(router, { ...runs, requests });
    },
  };
  return { library, runbooks, runs, api };
}
