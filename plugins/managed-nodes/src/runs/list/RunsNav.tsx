import { toQueryString } from '@managed-nodes/plugin-managed-nodes-common';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useRuns } from '@managed-nodes/plugin-managed-nodes-react';
import { runsRouteRef } from '../../routes';
import { SubNav } from '../../shared/SubNav';
import { useRunsView } from './useRunsView';

const COUNTED = 100;

/** Whose runs: one's own, one's team's, those one has to decide on, all. */
export const RunsNav = (props: {
  view: ReturnType<typeof useRunsView>;
  groups: string[];
}) => {
  const { view, groups } = props;
  const runs = useRouteRef(runsRouteRef)();
  const { startedBy, toDecide, ...others } = view.filter;
  const { data } = useRuns({ toDecide: true, limit: COUNTED });
  const waiting = data?.pages[0];
  const count = waiting?.items.length ?? 0;
  const link = (filter: { startedBy?: string; toDecide?: boolean }) =>
    `${runs}${toQueryString({ ...others, ...filter })}`;
  const ofTeam = startedBy !== undefined && groups.includes(startedBy);
  return (
    <SubNav
      label="Whose runs"
      links={[
        {
          key: 'all',
          label: 'All',
          to: link({}),
          current: !startedBy && !toDecide,
        },
        {
          key: 'mine',
          label: 'Mine',
          to: link({ startedBy: 'me' }),
          current: startedBy === 'me' && !toDecide,
        },
        ...(groups.length
          ? [
              {
                key: 'team',
                label: 'My team’s',
                to: link({ startedBy: groups[0] }),
                current: ofTeam && !toDecide,
              },
            ]
          : []),
        {
          key: 'decide',
          label: 'Waiting for my approval',
          to: link({ toDecide: true }),
          current: toDecide === true,
          badge: count
            ? `${count}${waiting?.nextCursor ? '+' : ''}`
            : undefined,
        },
      ]}
    />
  );
};
