import { InstanceStateChange, InstanceStateName } from '@aws-sdk/client-ec2';
import { SimulatedNode } from '../../fleet/types';
import { comeBack, lastPingAt } from '../../fleet/state';
import { RequestContext } from '../../services/types';
import { instancesByIds } from './DescribeInstances';
import { checkDryRun } from './filters';

const CODES: Record<string, number> = {
  running: 16,
  terminated: 48,
  stopped: 80,
};
/** How long an instance is gone when it reboots. */
const REBOOT = 12_000;

/** What an operation on instances is asked for. */
interface Input {
  InstanceIds?: string[];
  DryRun?: boolean;
}

/** The instances that are meant. */
export function meantBy(
  { InstanceIds = [], DryRun }: Input,
  context: RequestContext,
): SimulatedNode[] {
  checkDryRun(DryRun);
  return instancesByIds(InstanceIds, context);
}

/** ARNs of the instances that are meant. */
export function instanceArns(
  { InstanceIds = [] }: Input,
  { account, region }: RequestContext,
): string[] {
  return InstanceIds.map(
    id => `arn:aws:ec2:${region}:${account}:instance/${id}`,
  );
}

/** How an instance's state changed, as EC2 tells it. */
export function changeOf(
  node: SimulatedNode,
  before: string | undefined,
  after: string,
): InstanceStateChange {
  const state = (name: string) => ({
    Code: CODES[name],
    Name: name as InstanceStateName,
  });
  return {
    InstanceId: node.id,
    PreviousState: state(before ?? 'running'),
    CurrentState: state(after),
  };
}

/** Starts an instance; its agent reports at once. */
export function start(node: SimulatedNode, context: RequestContext): void {
  if (node.instanceState === 'stopped') {
    node.instanceState = 'running';
    comeBack(node, context.now);
    context.patching.nodes.rebooted(node, context.now);
    context.events.instanceStates(node, 'pending', 'running');
  }
}

export function stop(node: SimulatedNode, context: RequestContext): void {
  if (node.instanceState === 'running') {
    node.instanceState = 'stopped';
    node.lostAt ??= lastPingAt(node, context.now);
    context.events.instanceStates(node, 'stopping', 'stopped');
  }
}

/** Reboots an instance: its agent is gone for a while. */
export function reboot(node: SimulatedNode, context: RequestContext): void {
  if (node.instanceState === 'running' && node.lostAt === undefined) {
    const { automations, patching, now } = context;
    node.lostAt = now;
    automations.later(now + REBOOT / automations.speed, at => {
      if (node.instanceState === 'running' && node.lostAt === now) {
        comeBack(node, at);
        patching.nodes.rebooted(node, at);
      }
    });
  }
}
