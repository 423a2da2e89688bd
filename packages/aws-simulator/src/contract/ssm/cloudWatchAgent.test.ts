import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { itSimulated } from '../harness';
import { AGENTS, useCloudWatchAgent } from './cloudWatchAgent';

describe('the CloudWatch agent', () => {
  const {
    control,
    ssm,
    find,
    configurePackage,
    manage,
    script,
    configurationOf,
    isRunning,
    parameter,
    bare,
  } = useCloudWatchAgent();

  describe.each(['Linux', 'Windows'] as const)('on %s', platform => {
    const { service, parameter: name, file } = AGENTS[platform];

    itSimulated('is installed, configured, stopped and started', async () => {
      const node = await bare(platform, true);
      expect(await isRunning(node)).toBeUndefined();
      expect(await configurePackage(node, 'Install')).toMatchObject({
        Status: 'Success',
        StandardOutputContent: expect.stringContaining(
          'Successfully installed AmazonCloudWatchAgent',
        ),
      });
      expect(await isRunning(node)).toBe(false);

      expect(
        await manage(node, {
          mode: 'onPremise',
          optionalConfigurationLocation: name,
        }),
      ).toMatchObject({
        Status: 'Success',
        StandardOutputContent: expect.stringContaining(
          'Configuration validation succeeded',
        ),
      });
      expect(await isRunning(node)).toBe(true);
      expect(await configurationOf(node)).toBe(await parameter(name));
      const told = await manage(node, { action: 'status' });
      expect(JSON.parse(told.StandardOutputContent ?? '')).toMatchObject({
        status: 'running',
        configstatus: 'configured',
        version: expect.stringMatching(/^1\.3/),
      });
      expect(await manage(node, { action: 'stop' })).toMatchObject({
        Status: 'Success',
      });
      expect(await isRunning(node)).toBe(false);
      await manage(node, { action: 'start' });
      expect(await isRunning(node)).toBe(true);
      expect(await configurePackage(node, 'Uninstall')).toMatchObject({
        Status: 'Success',
      });
      expect(await isRunning(node)).toBeUndefined();
      const { packages, services } = await control().runbooks.machine(node.id);
      expect(packages).not.toContain('AmazonCloudWatchAgent');
      expect(services).not.toHaveProperty(service);
    });

    itSimulated('has to be installed first', async () => {
      const node = await bare(platform);
      for (const action of ['configure', 'start', 'stop', 'status']) {
        expect(
          await manage(node, { action, optionalConfigurationLocation: name }),
        ).toMatchObject({
          Status: 'Failed',
          ResponseCode: 1,
          StandardOutputContent: expect.stringContaining(
            'CloudWatch Agent not installed.',
          ),
        });
      }
      const { files } = await control().runbooks.machine(node.id);
      expect(files).not.toHaveProperty([
        platform === 'Windows' ? file.toLowerCase() : file,
      ]);
    });

    itSimulated('finds no metadata of EC2 elsewhere', async () => {
      const node = await bare(platform, true);
      await configurePackage(node, 'Install');
      expect(
        await manage(node, {
          mode: 'ec2',
          optionalConfigurationLocation: name,
        }),
      ).toMatchObject({
        Status: 'Failed',
        ResponseCode: 1,
        StandardErrorContent: expect.stringContaining(
          'Unable to determine aws-region.',
        ),
      });
      expect(await isRunning(node)).toBe(false);
      const instance = await bare(platform, false);
      await configurePackage(instance, 'Install');
      expect(
        await manage(instance, {
          mode: 'ec2',
          optionalConfigurationLocation: name,
        }),
      ).toMatchObject({ Status: 'Success' });
      expect(await isRunning(instance)).toBe(true);
    });

    itSimulated('is not told what is not there, or is no JSON', async () => {
      const node = await bare(platform);
      await configurePackage(node, 'Install');
      expect(
        await manage(node, {
          optionalConfigurationLocation: 'AmazonCloudWatch-nothing',
        }),
      ).toMatchObject({
        Status: 'Failed',
        StandardErrorContent: expect.stringContaining('ParameterNotFound'),
      });
      await ssm().send(
        new PutParameterCommand({
          Name: 'AmazonCloudWatch-broken',
          Value: '{"metrics": {',
          Type: 'String',
        }),
      );
      expect(
        await manage(node, {
          optionalConfigurationLocation: 'AmazonCloudWatch-broken',
        }),
      ).toMatchObject({
        Status: 'Failed',
        StandardErrorContent: expect.stringContaining(
          'Configuration validation first phase failed',
        ),
      });
      expect(await isRunning(node)).toBe(false);
    });

    itSimulated('is controlled by scripts', async () => {
      const node = await bare(platform);
      const { control: program } = AGENTS[platform];
      expect(
        await script(node, `${program} -a status -m onPremise`),
      ).toMatchObject({ Status: 'Failed' });
      await configurePackage(node, 'Install');
      expect(
        await script(
          node,
          `${program} -a fetch-config -m onPremise -s -c ssm:${name}`,
        ),
      ).toMatchObject({ Status: 'Success' });
      expect(await configurationOf(node)).toBe(await parameter(name));
      expect(await isRunning(node)).toBe(true);
      const path =
        platform === 'Windows' ? 'C:\\own\\agent.json' : '/tmp/agent.json';
      const own = '{"metrics":{"metrics_collected":{}}}';
      await control().runbooks.changeMachine(node.id, {
        files: { [path]: own },
      });
      expect(
        await script(
          node,
          `${program} -a fetch-config -m auto -c "file:${path}" -s`,
        ),
      ).toMatchObject({ Status: 'Success' });
      expect(await configurationOf(node)).toBe(own);
      expect(
        await script(
          node,
          `${program} -a fetch-config -m onPremise -c "file:${path}x" -s`,
        ),
      ).toMatchObject({
        Status: 'Failed',
        ResponseCode: 1,
        StandardErrorContent: expect.stringContaining(
          'no such file or directory',
        ),
      });
      expect(await configurationOf(node)).toBe(own);
    });
  });

  itSimulated(
    'merges what is appended, and forgets what is removed',
    async () => {
      const node = await bare('Linux');
      await configurePackage(node, 'Install');
      const put = (Name: string, collected: object) =>
        ssm().send(
          new PutParameterCommand({
            Name,
            Value: JSON.stringify({
              metrics: { metrics_collected: collected },
            }),
            Type: 'String',
          }),
        );
      await put('AmazonCloudWatch-a', { mem: { measurement: ['used'] } });
      await put('AmazonCloudWatch-b', {
        mem: { measurement: ['used', 'free'] },
        swap: {},
      });
      const apply = (action: string, location: string, source = 'ssm') =>
        manage(node, {
          action,
          optionalConfigurationSource: source,
          optionalConfigurationLocation: location,
        });
      await apply('configure', 'AmazonCloudWatch-a');
      await apply('configure (append)', 'AmazonCloudWatch-b');

      expect(JSON.parse(await configurationOf(node))).toEqual({
        metrics: {
          metrics_collected: {
            mem: { measurement: ['used', 'free'] },
            swap: {},
          },
        },
      });
      await apply('configure (remove)', 'AmazonCloudWatch-b');
      expect(JSON.parse(await configurationOf(node))).toEqual({
        metrics: { metrics_collected: { mem: { measurement: ['used'] } } },
      });
      await apply('configure', '', 'default');
      expect(await configurationOf(node)).toContain('used_percent');
      await manage(node, {
        action: 'configure (remove)',
        optionalConfigurationSource: 'all',
        optionalRestart: 'no',
      });
      const told = await manage(node, { action: 'status' });
      expect(JSON.parse(told.StandardOutputContent ?? '')).toMatchObject({
        status: 'running',
        configstatus: 'not configured',
      });
    },
  );

  itSimulated(
    'is there again after a reboot, and after an update',
    async () => {
      const node = await bare('Linux');
      await configurePackage(node, 'Install');
      await manage(node, {
        optionalConfigurationLocation: 'AmazonCloudWatch-linux',
      });
      await script(node, 'reboot');
      expect(await isRunning(node)).toBe(true);
      await configurePackage(node, 'Install');
      expect(await isRunning(node)).toBe(true);
      expect(await configurationOf(node)).toBe(
        await parameter('AmazonCloudWatch-linux'),
      );
    },
  );

  itSimulated('is no package by any other name', async () => {
    const [node] = await find({ platform: 'Linux' });
    for (const name of ['Nothing', 'AWSPVDriver']) {
      expect(await configurePackage(node, 'Install', name)).toMatchObject({
        Status: 'Failed',
        ResponseCode: 1,
        StandardErrorContent: expect.stringContaining(
          'Failed to install package',
        ),
      });
    }
  });
});
