import { randomUUID } from 'node:crypto';
import { CreateDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import pLimit from 'p-limit';
import { ModelNode } from '../../packages/aws-simulator/src/control/schemas';
import { AutomationReader } from '../../plugins/managed-nodes-backend/src/automation/AutomationReader';
import { AutomationTransport } from '../../plugins/managed-nodes-backend/src/automation/AutomationTransport';
import { PersonSessions } from '../../plugins/managed-nodes-backend/src/aws/PersonSessions';
import {
  createEngine,
  Engine,
} from '../../plugins/managed-nodes-backend/src/commands/createEngine';
import { groupNodes } from '../../plugins/managed-nodes-backend/src/commands/groups';
import { NewOperation } from '../../plugins/managed-nodes-backend/src/commands/types';
import { CREDENTIALS, SimulatedAws, syncOf } from './aws';

const SLEEP = 'Bench-Sleep';
/** How long runs take, in seconds: they end one after the other within half a minute. */
const LEAST_SECONDS = 45;
const SPREAD_SECONDS = 30;
const STARTED_AT_ONCE = 8;

const CONTENT = JSON.stringify({
  schemaVersion: '0.3',
  parameters: { NodeId: { type: 'String' }, Duration: { type: 'String' } },
  mainSteps: [
    {
      name: 'sleep',
      action: 'aws:sleep',
      inputs: { Duration: '{{ Duration }}' },
    },
  ],
});

/** Gives every account the document that automations of it are to run. */
export async function publishSleep(aws: SimulatedAws): Promise<void> {
  for (const account of aws.accounts) {
    const credentials = fromTemporaryCredentials({
      masterCredentials: CREDENTIALS,
      params: {
        RoleArn: `arn:aws:iam::${account}:role/RunbookPublisher`,
        ExternalId: 'managed-nodes-demo',
      },
      clientConfig: { region: 'us-east-1' },
    });
    for (const region of aws.regions) {
      await new SSMClient({ region, credentials }).send(
        new CreateDocumentCommand({
          Name: SLEEP,
          DocumentType: 'Automation',
          DocumentFormat: 'JSON',
          Content: CONTENT,
        }),
      );
    }
  }
}

function quietLogger(): LoggerService {
  const say = (message: string | Error) => {
    process.stderr.write(`${message}\n`);
  };
  const silent = () => undefined;
  const logger: LoggerService = {
    error: say,
    warn: say,
    info: silent,
    debug: silent,
    child: () => logger,
  };
  return logger;
}

/** What sends operations and follows them, as the product puts it together. */
export function engineOf({
  root,
  accounts,
  clients,
  knex,
}: ReturnType<typeof syncOf> & { knex: Knex }): Engine {
  const sessions = PersonSessions.fromConfig(root, {
    accounts,
    partition: 'aws',
    roleName: 'BackstageManagedNodesOperate',
  });
  return createEngine({
    knex,
    clients,
    sessions,
    transports: {
      automation: AutomationTransport.create({
        sessions,
        reader: AutomationReader.create({ clients }),
      }),
    },
    refresh: async () => {},
    logger: quietLogger(),
  });
}

function operationOf(node: ModelNode, index: number): NewOperation {
  const seconds = LEAST_SECONDS + ((index * 7) % SPREAD_SECONDS);
  const way: Pick<
    NewOperation,
    'transport' | 'document' | 'nodesParameter' | 'parameters'
  > =
    index % 2
      ? {
          transport: 'automation',
          document: SLEEP,
          nodesParameter: 'NodeId',
          parameters: { Duration: [`PT${seconds}S`] },
        }
      : {
          transport: 'command',
          document: 'AWS-RunShellScript',
          parameters: { commands: [`sleep ${seconds}`] },
        };
  return {
    ...way,
    kind: 'runbook',
    action: 'run',
    startedBy: 'user:default/priya',
    idempotencyKey: randomUUID(),
    digest: 'digest',
    note: null,
    maxConcurrency: '1',
    maxErrors: '0',
    skipped: {},
    retryOf: null,
    nodes: [
      {
        account: node.account,
        region: node.region,
        name: node.id.toLowerCase(),
        node_id: node.id,
        title: node.id,
        platform_type: node.platformType as 'Linux',
        bucket_before: null,
        missing_before: null,
      },
    ],
  };
}

/** Starts a run on each of these nodes: half of them commands, half automations. */
export async function startRuns(
  { store, sender }: Engine,
  nodes: ModelNode[],
): Promise<void> {
  const limit = pLimit(STARTED_AT_ONCE);
  await Promise.all(
    nodes.map((node, index) =>
      limit(async () => {
        const operation = operationOf(node, index);
        const { id } = await store.create(
          operation,
          groupNodes(operation.nodes, operation),
          Date.now(),
        );
        const row = await store.get(id);
        sender.start(row!, {
          recheck: async () => new Map(),
          repeatable: false,
        });
        if (index % STARTED_AT_ONCE === STARTED_AT_ONCE - 1) {
          await sender.idle();
        }
      }),
    ),
  );
  await sender.idle();
}
