import {
  GetCommandInvocationCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { itSimulated } from '../harness';
import { useRunbooks } from './runbooks';

describe('scripts by Run Command', () => {
  const { ssm, control, find } = useRunbooks();

  const run = async (
    InstanceId: string,
    commands: string[],
    { document = 'AWS-RunShellScript', seconds = 30 } = {},
  ) => {
    const { Command } = await ssm.operator.send(
      new SendCommandCommand({
        DocumentName: document,
        InstanceIds: [InstanceId],
        Parameters: { commands },
      }),
    );
    await control().advance(seconds * 1000);
    return ssm.operator.send(
      new GetCommandInvocationCommand({
        CommandId: Command?.CommandId,
        InstanceId,
      }),
    );
  };

  itSimulated('have effects that later scripts see', async () => {
    const [{ id }] = await find({ platform: 'Linux' });
    const script = [
      'set -e',
      'systemctl stop nginx',
      'if systemctl is-active --quiet nginx; then',
      '  echo "still up"',
      'else',
      '  echo "down on $(hostname)"',
      'fi',
    ];
    expect(await run(id, script)).toMatchObject({
      Status: 'Success',
      ResponseCode: 0,
      StandardOutputContent: expect.stringMatching(/^down on .+\n$/),
    });
    expect(await run(id, ['systemctl is-active nginx'])).toMatchObject({
      Status: 'Failed',
      ResponseCode: 3,
      StandardOutputContent: 'inactive\n',
      StandardErrorContent: 'failed to run commands: exit status 3\n',
    });
    await run(id, ['sudo systemctl restart nginx']);
    expect(await run(id, ['systemctl is-active nginx'])).toMatchObject({
      Status: 'Success',
      StandardOutputContent: 'active\n',
    });
  });

  itSimulated('look for files, and make room', async () => {
    const [{ id }] = await find({ platform: 'Linux' });
    const used = `df --output=used / | tail -n 1`;
    const before = await run(id, [used]);
    expect(
      await run(id, [
        'for file in /tmp/*; do echo "found $file"; done',
        'find /tmp -type f -mtime +7 -delete || true',
        '[ -f /tmp/build-cache.tar ] || echo gone',
      ]),
    ).toMatchObject({
      StandardOutputContent: 'found /tmp/build-cache.tar\ngone\n',
    });
    const after = await run(id, [used]);
    expect(Number(after.StandardOutputContent)).toBeLessThan(
      Number(before.StandardOutputContent),
    );
  });

  itSimulated('end as they say, also on Windows', async () => {
    const [{ id }] = await find({ platform: 'Windows' });
    const document = 'AWS-RunPowerShellScript';
    expect(
      await run(
        id,
        [
          "$name = 'Spooler'",
          'Stop-Service -Name $name',
          '$service = Get-Service -Name $name',
          'if ($service.Status -eq "Running") { exit 1 } else {',
          '  Write-Output "$name is $($service.Status)"',
          '}',
          "if (-not (Test-Path 'C:\\nowhere.txt')) { exit 7 }",
        ],
        { document },
      ),
    ).toMatchObject({
      Status: 'Failed',
      ResponseCode: 7,
      StandardOutputContent: 'Spooler is Stopped\r\n',
    });
    expect(
      await run(
        id,
        [
          'try { Restart-Service -Name Nothing } catch { Write-Output "caught" }',
          'Get-Service Nothing',
        ],
        { document },
      ),
    ).toMatchObject({
      Status: 'Failed',
      ResponseCode: 1,
      StandardOutputContent: 'caught\r\n',
      StandardErrorContent: expect.stringContaining('Nothing'),
    });
  });

  itSimulated('reboot, and the node is gone meanwhile', async () => {
    const [{ id }] = await find({ platform: 'Linux' });
    const running = await run(id, ['reboot'], { seconds: 5 });
    expect(running.Status).toBe('InProgress');
    const lost = await control().findNodes({ ids: [id] });
    expect(lost.nodes[0].pingStatus).toBe('ConnectionLost');
    await control().advance(30_000);
    const back = await control().findNodes({ ids: [id] });
    expect(back.nodes[0].pingStatus).toBe('Online');
  });

  itSimulated('run where they can only', async () => {
    const [{ id }] = await find({ platform: 'Windows' });
    await expect(run(id, ['ls'])).rejects.toMatchObject({
      name: 'UnsupportedPlatformType',
    });
    await expect(
      run(id, [], { document: 'AWS-RunPowerShellScript' }),
    ).rejects.toMatchObject({ name: 'InvalidParameters' });
  });
});
