import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  MiddleTruncated,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import { Facts } from './Facts';

const UP_TO_DATE = { true: 'up to date', false: 'out of date' };

/** The operating system, the agent, and how they came to Systems Manager. */
export const NodeAgent = (props: { node: ManagedNode }) => {
  const { node } = props;
  const system = [node.platformName ?? node.platformType, node.platformVersion]
    .filter(Boolean)
    .join(' ');
  return (
    <Facts
      title="System and agent"
      facts={[
        [
          'Operating system',
          system && <MiddleTruncated text={system} max={64} />,
        ],
        ['Architecture', node.architecture],
        [
          'SSM agent',
          node.agentVersion &&
            [
              node.agentVersion,
              node.agentUpToDate !== null &&
                UP_TO_DATE[node.agentUpToDate ? 'true' : 'false'],
            ]
              .filter(Boolean)
              .join(', '),
        ],
        ['Last ping', <RelativeTime value={node.lastPingAt} copyable />],
        ['Activation', node.activationId],
        ['IAM role', node.iamRole && <bdi>{node.iamRole}</bdi>],
        [
          'Registered',
          node.registeredAt && (
            <RelativeTime value={node.registeredAt} copyable />
          ),
        ],
        ['First seen', <RelativeTime value={node.firstSeenAt} copyable />],
        ['Left', node.leftAt && <RelativeTime value={node.leftAt} copyable />],
      ]}
    />
  );
};
