import {
  GetCommandInvocationCommand,
  GetParameterCommand,
  SendCommandCommand,
} from '@aws-sdk/client-ssm';
import { ModelNode } from '../..';
import { useStateManager } from './stateManager';

const LINUX = {
  step: 'ControlCloudWatchAgentLinux',
  service: 'amazon-cloudwatch-agent',
  file: '/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json',
  control: '/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl',
  parameter: 'AmazonCloudWatch-linux',
  document: 'AWS-RunShellScript',
  show: 'cat',
};
const WINDOWS = {
  step: 'ControlCloudWatchAgentWindows',
  service: 'amazoncloudwatchagent',
  file: 'C:\\ProgramData\\Amazon\\AmazonCloudWatchAgent\\amazon-cloudwatch-agent.json',
  control:
    '& "$env:ProgramFiles\\Amazon\\AmazonCloudWatchAgent\\amazon-cloudwatch-agent-ctl.ps1"',
  parameter: 'AmazonCloudWatch-windows',
  document: 'AWS-RunPowerShellScript',
  show: 'Get-Content',
};

/** Where the agent is on each platform, and how scripts reach it. */
export const AGENTS = { Linux: LINUX, Windows: WINDOWS };

function placesOf(platform: string) {
  return AGENTS[platform as keyof typeof AGENTS];
}

/** The CloudWatch agent as the tests of one file use it. */
export function useCloudWatchAgent() {
  const { control, ssm, find } = useStateManager();

  const send = async (
    { id }: ModelNode,
    DocumentName: string,
    Parameters: Record<string, string[]>,
    PluginName?: string,
  ) => {
    const { Command } = await ssm().send(
      new SendCommandCommand({ DocumentName, InstanceIds: [id], Parameters }),
    );
    await control().advance(60_000);
    return ssm().send(
      new GetCommandInvocationCommand({
        CommandId: Command?.CommandId,
        InstanceId: id,
        PluginName,
      }),
    );
  };
  const configurePackage = (node: ModelNode, action: string, name?: string) =>
    send(node, 'AWS-ConfigureAWSPackage', {
      action: [action],
      name: [name ?? 'AmazonCloudWatchAgent'],
    });
  const manage = (
    node: ModelNode,
    { action = 'configure', mode = 'auto', ...more }: Record<string, string>,
  ) =>
    send(
      node,
      'AmazonCloudWatch-ManageAgent',
      {
        action: [action],
        mode: [mode],
        ...Object.fromEntries(
          Object.entries(more).map(([name, value]) => [name, [value]]),
        ),
      },
      placesOf(node.platformType).step,
    );
  const script = (node: ModelNode, ...commands: string[]) =>
    send(node, placesOf(node.platformType).document, {
      commands,
    });
  /** What the agent's configuration says, as the machine shows it. */
  const configurationOf = async (node: ModelNode): Promise<string> => {
    const { show, file } = placesOf(node.platformType);
    const { StandardOutputContent = '' } = await script(
      node,
      `${show} "${file}"`,
    );
    return StandardOutputContent.trim();
  };
  const isRunning = async (node: ModelNode) => {
    const { services } = await control().runbooks.machine(node.id);
    return services[placesOf(node.platformType).service];
  };
  const parameter = async (Name: string) => {
    const { Parameter } = await ssm().send(new GetParameterCommand({ Name }));
    return Parameter?.Value ?? '';
  };
  /** A machine that has no agent, or not any more. */
  const bare = async (
    platform: string,
    hybrid?: boolean,
  ): Promise<ModelNode> => {
    const node = (await find({ platform })).find(
      ({ id }) => hybrid === undefined || id.startsWith('mi-') === hybrid,
    ) as ModelNode;
    await configurePackage(node, 'Uninstall');
    await control().runbooks.changeMachine(node.id, {
      files: {
        [placesOf(platform).file]: null,
      },
    });
    return node;
  };

  return {
    control,
    ssm,
    find,
    send,
    configurePackage,
    manage,
    script,
    configurationOf,
    isRunning,
    parameter,
    bare,
  };
}
