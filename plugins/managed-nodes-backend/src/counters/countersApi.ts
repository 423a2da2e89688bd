import {
  CacheService,
  LoggerService,
  RootConfigService,
  RootLifecycleService,
} from '@backstage/backend-plugin-api';
import {
  managedNodesCountersReadPermission,
  nodeCountersSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { ApiPart } from '../api/ApiPart';
import { Operation } from '../api/operations';
import { expressPath } from '../api/routing';
import { AwsClients } from '../aws/AwsClients';
import { CallObserver } from '../aws/CallMeter';
import { PersonSessions } from '../aws/PersonSessions';
import { CommandReader } from '../commands/CommandReader';
import { CommandSender } from '../commands/CommandSender';
import { Counters } from './Counters';
import { CountersRun } from './CountersRun';
import { TooManyRunsError } from './errors';
import { RightNowConfig } from './rightNowConfig';
import { RunLimits } from './RunLimits';

/** The operations of the API that are about counters, by their ids. */
export const counterOperations = {
  readCounters: {
    method: 'post',
    path: '/nodes/{name}/counters',
    summary: 'How busy a node is right now, read on it',
    access: `${managedNodesCountersReadPermission.name} on the node, of a human`,
    response: { status: 200, schema: nodeCountersSchema },
  },
} satisfies Record<string, Operation>;

/** What reading counters takes. */
export interface CountersSetup {
  rootConfig: RootConfigService;
  config: RightNowConfig;
  knex: Knex;
  cache: CacheService;
  sessions: PersonSessions;
  clients: Pick<AwsClients, 'forTarget'>;
  lifecycle: Pick<RootLifecycleService, 'addShutdownHook'>;
  logger: LoggerService;
  /** Told of every request to AWS that the portal makes. */
  observer?: CallObserver;
  /** Other times, and another clock, for tests. */
  times?: Parameters<typeof CountersRun.create>[0]['times'];
  now?: () => number;
}

/** Without permissions everybody could, so it takes somebody to say that everybody may. */
function isEnabled({ rootConfig, config }: CountersSetup): boolean {
  const decided =
    rootConfig.has('managedNodes.rightNow.enabled') ||
    rootConfig.getOptionalBoolean('permission.enabled') === true;
  return decided && config.enabled;
}

/** Makes the part of the REST API that is about counters. */
export function createCountersApi(setup: CountersSetup): ApiPart {
  const runs = CountersRun.create({
    sender: CommandSender.create({ sessions: setup.sessions }),
    reader: CommandReader.create(setup),
    logger: setup.logger,
    times: setup.times,
  });
  // Nothing goes on that nobody waits for any more.
  setup.lifecycle.addShutdownHook(() => runs.idle());
  const limits = RunLimits.create(setup);
  return {
    operations: counterOperations,
    addRoutes(router, { requests, access, queries }) {
      const counters = Counters.create({
        enabled: isEnabled(setup),
        cache: setup.cache,
        access,
        queries,
        runs,
        limits,
      });
      router.post(
        expressPath(counterOperations.readCounters.path),
        async (req, res) => {
          const { name } = req.params;
          await requests.audit(
            req,
            {
              eventId: 'counters-read',
              severityLevel: 'medium',
              meta: { node: name },
            },
            async () => {
              // What is run on machines has a name to it.
              const credentials = await requests.human(req);
              const left = new AbortController();
              res.once('close', () => left.abort());
              try {
                const answer = await counters.read(
                  name,
                  credentials,
                  left.signal,
                );
                res.json(answer.counters);
                return { command: answer.commandId, shared: !answer.own };
              } catch (error) {
                if (error instanceof TooManyRunsError) {
                  res.setHeader('retry-after', error.retryAfterSeconds);
                }
                throw error;
              }
            },
          );
        },
      );
    },
  };
}
