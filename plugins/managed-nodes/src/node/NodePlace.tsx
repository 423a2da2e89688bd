import { Link } from '@backstage/core-components';
import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  CopyButton,
  ENVIRONMENT_WORDS,
  MiddleTruncated,
  RelativeTime,
  RESOURCE_TYPE_WORDS,
} from '@managed-nodes/plugin-managed-nodes-react';
import OpenInNewIcon from '@material-ui/icons/OpenInNew';
import { Facts } from './Facts';

/** Where the node runs, at AWS and at its own provider. */
export const NodePlace = (props: { node: ManagedNode }) => {
  const { node } = props;
  return (
    <Facts
      title="Where it runs"
      facts={[
        ['Environment', ENVIRONMENT_WORDS[node.environment]],
        ['Kind', RESOURCE_TYPE_WORDS[node.resourceType]],
        [
          'AWS account',
          <>
            {node.accountName && `${node.accountName}, `}
            {node.account}
            <CopyButton text={node.account} what="account id" />
          </>,
        ],
        ['Region', node.region],
        ['Availability zone', node.availabilityZone],
        ['Instance type', node.instanceType],
        ['Instance state', node.instanceState],
        [
          'Launched',
          node.launchedAt && <RelativeTime value={node.launchedAt} copyable />,
        ],
        [
          'Id at its provider',
          node.sourceId && <MiddleTruncated text={node.sourceId} max={64} />,
        ],
        [
          'Place at its provider',
          node.sourceLocation && <bdi>{node.sourceLocation}</bdi>,
        ],
        [
          'AWS console',
          node.status !== 'left' && (
            <Link to={node.consoleUrl}>
              Open in Fleet Manager{' '}
              <OpenInNewIcon style={{ fontSize: '1em' }} aria-hidden />
            </Link>
          ),
        ],
      ]}
    />
  );
};
