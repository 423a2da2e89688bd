import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  EntityLink,
  MiddleTruncated,
  OwnerLink,
} from '@managed-nodes/plugin-managed-nodes-react';
import { Facts } from './Facts';

/** Text with a button to copy it. */
const Copyable = (props: { text: string; what: string }) => (
  <>
    <MiddleTruncated text={props.text} max={64} />
    <CopyButton text={props.text} what={props.what} />
  </>
);

/** Who the node is and whose. */
export const NodeIdentity = (props: { node: ManagedNode }) => {
  const { node } = props;
  return (
    <Facts
      title="Identity"
      facts={[
        [
          'Owner',
          <>
            <OwnerLink
              ownerRef={node.ownerRef}
              claimed={node.claimed}
              unclaimedReason={node.unclaimedReason}
            />
            {!node.claimed && node.unclaimedReason && (
              <div>{node.unclaimedReason}</div>
            )}
          </>,
        ],
        ['System', node.systemRef && <EntityLink entityRef={node.systemRef} />],
        [
          'Component',
          node.componentRef && <EntityLink entityRef={node.componentRef} />,
        ],
        [
          'Computer name',
          node.computerName && (
            <Copyable text={node.computerName} what="computer name" />
          ),
        ],
        [
          'IP address',
          node.ipAddress && (
            <Copyable text={node.ipAddress} what="IP address" />
          ),
        ],
        ['Node id', <Copyable text={node.nodeId} what="node id" />],
        ['ARN', <Copyable text={node.arn} what="ARN" />],
      ]}
    />
  );
};
