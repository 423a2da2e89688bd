import {
  ListCommandInvocationsCommand,
  ListCommandsCommand,
} from '@aws-sdk/client-ssm';
import { itSimulated } from '../harness';
import { useRunCommand, SECOND } from './runCommand';

const UNKNOWN = 'c0ffee00-0000-4000-8000-000000000000';

describe('Run Command', () => {
  const {
    control,
    ssm,
    find,
    send,
    invocation,
    invocations,
    command,
    stateOf,
    lacking,
  } = useRunCommand();

  it('lists commands and what they did, and knows none of any other id', async () => {
    const { Commands = [] } = await ssm.reader.send(
      new ListCommandsCommand({ MaxResults: 5 }),
    );
    const { CommandInvocations = [] } = await ssm.reader.send(
      new ListCommandInvocationsCommand({ MaxResults: 5, Details: true }),
    );

    expect(Commands.length).toBeLessThanOrEqual(5);
    expect(CommandInvocations.length).toBeLessThanOrEqual(5);
    await expect(
      ssm.reader.send(new ListCommandsCommand({ CommandId: UNKNOWN })),
    ).rejects.toMatchObject({ name: 'InvalidCommandId' });
    await expect(
      invocation(UNKNOWN, 'mi-0123456789abcdef0'),
    ).rejects.toMatchObject({ name: 'InvocationDoesNotExist' });
    await expect(
      ssm.reader.send(new ListCommandsCommand({ MaxResults: 51 })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  itSimulated('scans, and says how it went', async () => {
    const [{ id }] = await find({ patchProfile: 'critical' });
    const before = await control().now();
    const sent = await send([id], 'Scan', { Comment: 'by hand' });

    await expect(invocation(sent, id)).rejects.toMatchObject({
      name: 'InvocationDoesNotExist',
    });
    expect(await invocations(sent)).toEqual([]);
    await control().advance(1500);
    expect(await invocation(sent, id)).toMatchObject({
      Status: 'InProgress',
      ResponseCode: -1,
    });
    expect(await command(sent)).toMatchObject({
      Status: 'InProgress',
      Comment: 'by hand',
      TargetCount: 1,
      CompletedCount: 0,
    });

    await control().advance(25 * SECOND);
    expect(await command(sent)).toMatchObject({
      Status: 'Success',
      CompletedCount: 1,
      ErrorCount: 0,
      MaxConcurrency: '50',
      MaxErrors: '0',
    });
    const state = await stateOf(id);
    expect(state.Operation).toBe('Scan');
    expect(Number(state.OperationEndTime)).toBeGreaterThan(Number(before));
    expect(await lacking(id)).toHaveLength(
      Number(state.CriticalNonCompliantCount) +
        Number(state.SecurityNonCompliantCount) +
        Number(state.OtherNonCompliantCount),
    );
  });

  itSimulated('cuts output where AWS does', async () => {
    const nodes = (await find()).slice(0, 40);
    const sent = await send(nodes.map(node => node.id));
    await control().advance(60 * SECOND);

    const listed = await invocations(sent, true);
    expect(listed).toHaveLength(nodes.length);
    for (const { CommandPlugins = [], InstanceId } of listed) {
      const own = nodes.find(node => node.id === InstanceId)?.platformType;
      const plugin = CommandPlugins.find(({ Name }) => Name === `Patch${own}`);
      expect(CommandPlugins).toHaveLength(3);
      expect(plugin?.Output?.length).toBeLessThanOrEqual(2500);
    }
    const linux = nodes.filter(node => node.platformType === 'Linux');
    const outputs = await Promise.all(
      linux.map(node => invocation(sent, node.id, 'PatchLinux')),
    );
    expect(
      Math.max(
        ...outputs.map(each => Number(each.StandardOutputContent?.length)),
      ),
    ).toBe(24_000);
    const [{ id }] = linux;
    expect((await invocation(sent, id)).StandardOutputContent).toBe('');
    expect(
      (await invocation(sent, id, 'PatchWindows')).StandardOutputContent,
    ).toContain('skipped');
    await expect(invocation(sent, id, 'Nothing')).rejects.toMatchObject({
      name: 'InvalidPluginName',
    });
  });

  itSimulated('installs, reboots and is compliant', async () => {
    const candidates = await find({ patchProfile: 'critical' });
    const states = await Promise.all(candidates.map(node => stateOf(node.id)));
    const { InstanceId: id = '' } =
      states.find(state => state.InstalledRejectedCount === 0) ?? {};
    const sent = await send([id], 'Install');

    const seen = new Set<string>();
    for (let i = 0; i < 80; i++) {
      await control().advance(SECOND);
      seen.add((await control().getNode(id))?.pingStatus ?? '');
    }
    expect(await command(sent)).toMatchObject({ Status: 'Success' });
    expect(seen).toEqual(new Set(['Online', 'ConnectionLost']));
    expect((await control().getNode(id))?.pingStatus).toBe('Online');
    expect(await stateOf(id)).toMatchObject({
      Operation: 'Install',
      RebootOption: 'RebootIfNeeded',
      MissingCount: 0,
      FailedCount: 0,
      InstalledPendingRebootCount: 0,
      CriticalNonCompliantCount: 0,
    });
    expect(await lacking(id)).toEqual([]);
  });

  itSimulated('leaves what needs a reboot when told not to', async () => {
    const [{ id }] = await find({ patchProfile: 'critical' });
    const sent = await send([id], 'Install', {
      Parameters: { Operation: ['Install'], RebootOption: ['NoReboot'] },
    });
    await control().advance(90 * SECOND);

    expect(await command(sent)).toMatchObject({ Status: 'Success' });
    const state = await stateOf(id);
    expect(state).toMatchObject({ MissingCount: 0, RebootOption: 'NoReboot' });
    expect(state.LastNoRebootInstallOperationTime).toEqual(expect.any(Date));
  });

  itSimulated('gives up nodes that cannot be reached', async () => {
    const lost = (await find({ pingStatus: 'ConnectionLost' })).find(
      node => node.instanceState !== 'stopped',
    );
    const id = lost?.id ?? '';
    const [other] = await find();
    const sent = await send([id, other.id], 'Scan', { TimeoutSeconds: 60 });

    await control().advance(30 * SECOND);
    expect(await invocation(sent, id)).toMatchObject({
      Status: 'Delayed',
    });
    expect(await invocation(sent, other.id)).toMatchObject({
      Status: 'Success',
    });
    await control().advance(31 * SECOND);
    expect(await invocation(sent, id)).toMatchObject({
      Status: 'TimedOut',
      StatusDetails: 'Delivery Timed Out',
    });
    expect(await command(sent)).toMatchObject({
      Status: 'TimedOut',
      DeliveryTimedOutCount: 1,
      ErrorCount: 0,
    });
  });

  itSimulated('reaches a node that comes back in time', async () => {
    const [{ id }] = await find();
    await control().updateNode(id, { pingStatus: 'ConnectionLost' });
    const sent = await send([id]);
    await control().advance(20 * SECOND);
    expect(await invocation(sent, id)).toMatchObject({ Status: 'Delayed' });

    await control().updateNode(id, { pingStatus: 'Online' });
    await control().advance(SECOND);
    await control().advance(30 * SECOND);
    expect(await invocation(sent, id)).toMatchObject({ Status: 'Success' });
  });
});
