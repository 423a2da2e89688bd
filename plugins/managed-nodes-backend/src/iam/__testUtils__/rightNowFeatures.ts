import assert from 'node:assert/strict';
import { CreateDocumentCommand } from '@aws-sdk/client-ssm';
import { mockServices } from '@backstage/backend-test-utils';
import { SyncProblem } from '@managed-nodes/plugin-managed-nodes-common';
import { PROD } from '../../__testUtils__/sync';
import { PersonSessions } from '../../aws/PersonSessions';
import { CommandReader } from '../../commands/CommandReader';
import { readShipped } from '../../counters/__testUtils__/script';
import { CountersRun } from '../../counters/CountersRun';
import { createSender, listed, sentScan } from './patchFeatures';

const HERE = { account: PROD, region: 'eu-central-1' };
const DENIED = /not authorized to perform: (\w+:\w+)/;

type World = Parameters<typeof listed>[0];

function problemOf(message: string): SyncProblem {
  return {
    code: 'NotRead',
    message,
    missingIamAction: DENIED.exec(message)?.[1] ?? null,
  };
}

const published = new WeakSet<World>();

/** Publishes our document, as whoever runs the account does, once. */
export async function publishRightNow(world: World): Promise<void> {
  if (published.has(world)) {
    return;
  }
  published.add(world);
  const { root, accounts } = await listed(world);
  const { ssm } = await PersonSessions.fromConfig(root, {
    accounts,
    roleName: 'RunbookPublisher',
  }).open(HERE, {
    userEntityRef: 'user:default/olga',
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['ssm:CreateDocument'], Resource: ['*'] },
      ],
    }),
  });
  await ssm.send(
    new CreateDocumentCommand({
      Name: 'ManagedNodes-RightNow',
      DocumentType: 'Command',
      DocumentFormat: 'YAML',
      Content: readShipped().text,
    }),
  );
}

/** Has a node asked that does not answer, once with the answer of AWS lost. */
export async function askInVain(world: World): Promise<SyncProblem[]> {
  const { control } = world.aws;
  await publishRightNow(world);
  const sender = await createSender(world);
  const logger = mockServices.logger.mock();
  const runs = CountersRun.create({
    sender,
    reader: { step: async () => undefined },
    logger,
    times: { patience: 1_000, firstLook: 10, longestLook: 10 },
  });
  const node = await world
    .knex('nodes')
    .where({ ...HERE, status: 'online', platform_type: 'Linux' })
    .orderBy('id')
    .first('node_id');
  const problems: SyncProblem[] = [];
  const ask = async () => {
    const before = (await control.commands.list()).length;
    try {
      await runs.read(
        { ...HERE, nodeId: String(node.node_id), step: 'readOnLinux' },
        { userEntityRef: 'user:default/priya', mayGoOn: async () => true },
        new AbortController().signal,
      );
    } catch (error) {
      const { message } = error as Error;
      if (!message.includes('did not answer within')) {
        problems.push(problemOf(message));
      }
    }
    // What was sent is cancelled, or it is told why not.
    const isSettled = async () =>
      logger.warn.mock.calls.length > 0 ||
      (await control.commands.list())
        .slice(before)
        .every(({ status }) => /^Cancel/.test(status));
    while (!(await isSettled())) {
      await new Promise(done => setTimeout(done, 10));
    }
  };
  await ask();
  if (!problems.length && !logger.warn.mock.calls.length) {
    const before = (await control.commands.list()).length;
    await control.addFault({
      operation: 'SendCommand',
      kind: 'truncated',
      count: 1,
    });
    await ask();
    // Found, and not sent again.
    assert.equal((await control.commands.list()).length, before + 1);
  }
  return [
    ...problems,
    ...logger.warn.mock.calls.map(([message]) => problemOf(message)),
  ];
}

/** Reads what became of a command. */
export async function readAnswer(world: World): Promise<SyncProblem[]> {
  const sent = await sentScan(world);
  const { clients } = await listed(world);
  try {
    await CommandReader.create({ clients }).step(
      HERE,
      sent.commandId,
      sent.nodeIds[0],
      'PatchLinux',
    );
    return [];
  } catch (error) {
    return [problemOf((error as Error).message)];
  }
}
