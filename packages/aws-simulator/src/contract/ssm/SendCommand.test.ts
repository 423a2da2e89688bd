import {
  CancelCommandCommand,
  SendCommandCommand,
  SendCommandCommandInput,
} from '@aws-sdk/client-ssm';
import { ACCOUNT, itSimulated, OPERATE_ROLE, REGION } from '../harness';
import { useRunCommand, SECOND } from './runCommand';

describe('SendCommand and CancelCommand', () => {
  const {
    control,
    ssm,
    find,
    send,
    invocation,
    invocations,
    command,
    stateOf,
  } = useRunCommand();

  itSimulated(
    'refuses the whole command for one node that is not there',
    async () => {
      const [{ id }] = await find();
      const stopped = await find({
        instanceState: 'stopped',
        pingStatus: 'ConnectionLost',
      });

      for (const other of ['mi-0000000000000dead', stopped[0].id]) {
        await expect(send([id, other])).rejects.toMatchObject({
          name: 'InvalidInstanceId',
          message: expect.stringContaining(other),
        });
      }
      await expect(send([id, id])).rejects.toMatchObject({
        name: 'DuplicateInstanceId',
      });
    },
  );

  itSimulated.each<[string, Partial<SendCommandCommandInput>, string]>([
    ['a document', { DocumentName: 'AWS-RunNothing' }, 'InvalidDocument'],
    [
      'a parameter',
      { Parameters: { Operation: ['Scan'], Foo: ['x'] } },
      'InvalidParameters',
    ],
    [
      'an operation',
      { Parameters: { Operation: ['Reboot'] } },
      'InvalidParameters',
    ],
    ['no operation', { Parameters: {} }, 'InvalidParameters'],
    ['a comment', { Comment: 'x'.repeat(101) }, 'ValidationException'],
    ['a concurrency', { MaxConcurrency: '0' }, 'ValidationException'],
    ['a share of errors', { MaxErrors: '101%' }, 'ValidationException'],
    ['a time', { TimeoutSeconds: 29 }, 'ValidationException'],
    [
      'targets besides',
      { Targets: [{ Key: 'tag:Stage', Values: ['prod'] }] },
      'ValidationException',
    ],
    ['a version', { DocumentVersion: '7' }, 'InvalidDocumentVersion'],
  ])('refuses %s that it does not know', async (_, change, name) => {
    const [{ id }] = await find();

    await expect(send([id], 'Scan', change)).rejects.toMatchObject({ name });
  });

  itSimulated('refuses more than 50 nodes, and none', async () => {
    const nodes = await find({});
    const ids = nodes.map(node => node.id);

    expect(ids.length).toBeGreaterThan(50);
    await expect(send(ids.slice(0, 51))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(send([])).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  itSimulated('sends to everything that has a tag', async () => {
    const meant = await find({ tag: 'Service=payments-api' });
    const sent = await send(undefined, 'Scan', {
      Targets: [{ Key: 'tag:Service', Values: ['payments-api', 'nothing'] }],
    });
    await control().advance(60 * SECOND);

    const ids = (await invocations(sent)).map(each => each.InstanceId);
    expect(ids).toEqual(expect.arrayContaining(meant.map(node => node.id)));
  });

  itSimulated('works on no more nodes at a time than it may', async () => {
    const nodes = (await find()).slice(0, 9);
    const sent = await send(
      nodes.map(node => node.id),
      'Scan',
      { MaxConcurrency: '3' },
    );

    let most = 0;
    let over = 0;
    for (let i = 0; i < 90 && over < nodes.length; i++) {
      await control().advance(SECOND);
      const listed = await invocations(sent);
      const count = (status: string) =>
        listed.filter(each => each.Status === status).length;
      most = Math.max(most, count('InProgress'));
      over = count('Success');
    }
    expect(over).toBe(nodes.length);
    expect(most).toBe(3);
  });

  itSimulated('stops after too many errors', async () => {
    const nodes = (await find()).slice(0, 4);
    for (const { id } of nodes.slice(0, 2)) {
      await control().commands.fail(id, { operation: 'Install' });
    }
    const sent = await send(
      nodes.map(node => node.id),
      'Install',
      { MaxConcurrency: '1', MaxErrors: '1' },
    );
    await control().advance(600 * SECOND);

    expect(await command(sent)).toMatchObject({
      Status: 'Failed',
      ErrorCount: 2,
      CompletedCount: 4,
    });
    const listed = await invocations(sent);
    expect(
      nodes.map(
        node => listed.find(each => each.InstanceId === node.id)?.StatusDetails,
      ),
    ).toEqual(['Failed', 'Failed', 'Terminated', 'Terminated']);
  });

  itSimulated('fails on patches, and on everything', async () => {
    const states = await Promise.all(
      (await find({ patchProfile: 'critical' })).map(node => stateOf(node.id)),
    );
    const ids = states
      .filter(state => Number(state.MissingCount) > 0)
      .map(state => state.InstanceId ?? '');
    const [first, second] = await find({ ids: ids.slice(0, 2) });
    const before = await stateOf(second.id);
    await control().commands.fail(first.id, {
      operation: 'Install',
      kind: 'patches',
    });
    await control().commands.fail(second.id, {
      operation: 'Install',
      kind: 'operation',
    });
    const sent = await send([first.id, second.id], 'Install', {
      MaxErrors: '2',
    });
    await control().advance(120 * SECOND);

    expect(await command(sent)).toMatchObject({
      Status: 'Failed',
      StatusDetails: 'Incomplete',
    });
    expect((await stateOf(first.id)).FailedCount).toBe(1);
    expect(await stateOf(second.id)).toEqual(before);
    const result = await invocation(
      sent,
      second.id,
      `Patch${second.platformType}`,
    );
    expect(result.StandardErrorContent).not.toBe('');
  });

  itSimulated('cancels what has not ended', async () => {
    const [first, second] = await find({ patchProfile: 'security' });
    const before = await stateOf(first.id);
    const sent = await send([first.id, second.id], 'Install', {
      MaxConcurrency: '1',
    });
    await control().advance(2 * SECOND);
    await ssm.operator.send(new CancelCommandCommand({ CommandId: sent }));

    expect((await invocation(sent, first.id)).Status).toBe('Cancelling');
    expect((await invocation(sent, second.id)).Status).toBe('Cancelled');
    await control().advance(5 * SECOND);
    expect(await command(sent)).toMatchObject({ Status: 'Cancelled' });
    expect(await stateOf(first.id)).toEqual(before);
    expect((await control().getNode(first.id))?.pingStatus).toBe('Online');
  });

  itSimulated('is faster when told to be', async () => {
    await control().commands.configure({ speed: 100 });
    const [{ id }] = await find();
    const sent = await send([id], 'Install');
    await control().advance(SECOND);

    expect((await command(sent)).Status).toBe('Success');
  });

  itSimulated('says who sent what', async () => {
    const [{ id }] = await find();
    const sent = await send([id]);

    expect(await control().commands.list()).toContainEqual(
      expect.objectContaining({
        id: sent,
        sender: `arn:aws:sts::${ACCOUNT}:assumed-role/${OPERATE_ROLE}/contract`,
        account: ACCOUNT,
        region: REGION,
        operation: 'Scan',
        nodeIds: [id],
      }),
    );
  });

  itSimulated('tells of it by events', async () => {
    await control().events.configure({ enabled: true });
    const before = await control().events.status();
    const [{ id }] = await find({ patchProfile: 'critical' });
    await send([id], 'Install');
    await control().advance(120 * SECOND);

    // Pending, in progress, the end; on the node in progress and the end; its compliance.
    const after = await control().events.status();
    expect(after.published - before.published).toBeGreaterThanOrEqual(5);
  });

  itSimulated('does not let a reader send', async () => {
    const [{ id }] = await find();

    await expect(
      ssm.reader.send(
        new SendCommandCommand({
          DocumentName: 'AWS-RunPatchBaseline',
          InstanceIds: [id],
          Parameters: { Operation: ['Scan'] },
        }),
      ),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
