import { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { Knex } from 'knex';
import { createSync } from '../../__testUtils__/createSync';
import { PersonSessions } from '../../aws/PersonSessions';
import { AutomationReader } from '../../automation/AutomationReader';
import { AutomationTransport } from '../../automation/AutomationTransport';
import { CommandReader } from '../../commands/CommandReader';
import { CommandSender } from '../../commands/CommandSender';
import { CommandTransport } from '../../commands/CommandTransport';
import { groupNodes } from '../../commands/groups';
import { OperationDispatch } from '../../commands/OperationDispatch';
import { OperationFollower } from '../../commands/OperationFollower';
import { OperationProgress } from '../../commands/OperationProgress';
import { OperationSender } from '../../commands/OperationSender';
import { OperationStore } from '../../commands/OperationStore';
import { OperationWork } from '../../commands/OperationWork';
import { OperationNode } from '../../commands/types';

/** An operation that a person asks for; asking again gives the same one. */
export interface Wanted {
  idempotencyKey: string;
  nodes: OperationNode[];
  /** By Run Command, or by an Automation document. */
  transport: 'command' | 'automation';
}

const DOCUMENTS = {
  command: {
    document: 'AWS-RunPatchBaseline',
    parameters: { Operation: ['Scan'] },
  },
  automation: {
    document: 'Test-Rest',
    version: '1',
    nodesParameter: 'InstanceIds',
    parameters: {},
  },
};

const RATES = { maxConcurrency: '50', maxErrors: '50' };

const logger: LoggerService = {
  error: message => process.stderr.write(`${message}\n`),
  warn: () => {},
  info: () => {},
  debug: () => {},
  child: () => logger,
};

/** What of a backend starts and follows operations. */
export function createOperations(
  knex: Knex,
  credentials: { accessKeyId: string; secretAccessKey: string },
) {
  const { accounts, clients } = createSync(knex, credentials);
  const sessions = PersonSessions.fromConfig(
    new ConfigReader({
      aws: { mainAccount: { ...credentials, region: 'us-east-1' } },
    }),
    { accounts, roleName: 'BackstageManagedNodesOperate' },
  );
  const transports = {
    automation: AutomationTransport.create({
      sessions,
      reader: AutomationReader.create({ clients }),
    }),
    command: CommandTransport.create({
      sender: CommandSender.create({
        sessions,
        times: { lookUps: [50, 200] },
      }),
      reader: CommandReader.create({ clients }),
    }),
  };
  const store = OperationStore.create({ knex });
  const dispatch = OperationDispatch.create({ knex });
  const progress = OperationProgress.create({ knex });
  const parts = { store, dispatch, progress, transports, logger };
  const sender = OperationSender.create(parts);
  return {
    sender,
    follower: OperationFollower.create({
      ...parts,
      work: OperationWork.create({ knex }),
      refresh: async () => {},
      times: { poll: [200, 500], beat: 50, swept: 1_000 },
    }),
    /** Notes an operation, and begins to send it if it was not noted before. */
    async start({
      idempotencyKey,
      nodes,
      transport,
    }: Wanted): Promise<boolean> {
      const { id, isNew } = await store.create(
        {
          kind: 'runbook',
          action: 'run',
          transport,
          ...DOCUMENTS[transport],
          startedBy: 'user:default/priya',
          idempotencyKey,
          digest: idempotencyKey,
          note: null,
          ...RATES,
          skipped: {},
          retryOf: null,
          nodes,
        },
        groupNodes(nodes, RATES),
        Date.now(),
      );
      const row = await store.get(id);
      if (isNew && row) {
        sender.start(row, {
          recheck: async () => new Map(),
          // Whoever sends it twice does harm.
          repeatable: false,
        });
      }
      return isNew;
    },
  };
}
