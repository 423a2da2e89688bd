import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  NodeFilter,
  toQueryString,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  relativeTime,
  useNow,
  usePatchPlans,
} from '@managed-nodes/plugin-managed-nodes-react';
import { comingPatchesRouteRef } from '../routes';

/** When something is installed next on the nodes of an entity. Absent until that is known. */
export const NextInstall = (props: { within: NodeFilter }) => {
  const now = useNow();
  const coming = useRouteRef(comingPatchesRouteRef)();
  const { data } = usePatchPlans({
    ...props.within,
    operation: ['Install'],
    limit: 1,
  });
  const page = data?.pages[0];
  if (!page?.readAt) {
    return null;
  }
  const [next] = page.items;
  return (
    <Link to={`${coming}${toQueryString(props.within)}`}>
      {next?.nextRunAt
        ? `Next install ${relativeTime(next.nextRunAt, now)}, on ${countOf(
            next.nodes,
            'node',
          )}`
        : 'No install is planned'}
    </Link>
  );
};
