import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  managedNodesSyncReadPermission,
  NodeOverview,
  PatchCompliance,
  SyncHealth,
  UnmanagedPage,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  AsOf,
  countOf,
  EmptyState,
  ErrorState,
  useOverview,
  usePatchCompliance,
  useSyncHealth,
  useUnmanagedCounts,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { syncRouteRef } from '../routes';
import { BarList } from '../shared/BarList';
import { Figures } from '../shared/Figures';
import { overviewFigures } from '../shared/overviewFigures';
import { overviewSentence } from '../shared/overviewSentence';
import { useNodesLink } from '../shared/useNodeLinks';
import { UnmanagedSection } from '../unmanaged/UnmanagedSection';
import { useUnmanagedLink } from '../unmanaged/useUnmanagedLink';
import { attentionItems } from './attention';
import { AttentionList } from './AttentionList';
import {
  environmentBars,
  patchBars,
  platformBars,
  typeBars,
} from './breakdowns';
import { FleetSkeleton } from './FleetSkeleton';

const PLATFORMS_SHOWN = 10;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(3), maxWidth: 1280 },
  sentence: { fontWeight: 600 },
  grid: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
    '@media (min-width: 1000px)': {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
  column: { display: 'grid', gap: theme.spacing(3), minWidth: 0 },
}));

const Fleet = (props: {
  overview: NodeOverview;
  health?: SyncHealth;
  compliance?: PatchCompliance;
  unmanaged?: UnmanagedPage;
}) => {
  const classes = useStyles();
  const { overview, health, compliance, unmanaged } = props;
  const nodes = useNodesLink();
  const sync = useRouteRef(syncRouteRef)();
  const unmanagedLink = useUnmanagedLink();
  const platforms = platformBars(overview, nodes);
  const more = platforms.length - PLATFORMS_SHOWN;

  return (
    <div className={classes.root}>
      <div>
        <Typography
          variant="h4"
          component="h2"
          className={classes.sentence}
          gutterBottom
        >
          {overviewSentence(overview)}.
        </Typography>
        <AsOf value={overview.asOf} />
      </div>
      <Figures figures={overviewFigures(overview, nodes)} />
      <div className={classes.grid}>
        <div className={classes.column}>
          <AttentionList
            items={attentionItems(
              { overview, health, compliance, unmanaged },
              { nodes, sync, unmanaged: unmanagedLink({}) },
            )}
          />
          <BarList
            title="Patches, in nodes"
            bars={patchBars(overview, nodes)}
            total={overview.total}
          />
          <BarList
            title="EC2 and hybrid, in nodes"
            bars={typeBars(overview, nodes)}
            total={overview.total}
          />
        </div>
        <div className={classes.column}>
          <BarList
            title="Where they run, in nodes"
            bars={environmentBars(overview, nodes)}
            total={overview.total}
          />
          <BarList
            title="Operating systems, in nodes"
            bars={platforms.slice(0, PLATFORMS_SHOWN)}
            total={overview.total}
            rest={
              more > 0 && (
                <Link to={nodes({})}>
                  {countOf(more, 'more version')} under Nodes
                </Link>
              )
            }
          />
        </div>
      </div>
      {unmanaged && <UnmanagedSection counts={unmanaged} />}
    </div>
  );
};

/** How the whole fleet is, as far as the user may see it. */
export const FleetPage = () => {
  const overview = useOverview({});
  const { allowed } = usePermission({
    permission: managedNodesSyncReadPermission,
  });
  const health = useSyncHealth({ enabled: allowed });
  const compliance = usePatchCompliance({});
  const unmanaged = useUnmanagedCounts({});

  if (overview.data?.total === 0) {
    return (
      <>
        <EmptyState title="There are no managed nodes for you to see">
          You see the nodes that belong to you, your teams or what they own. If
          you expect some here, ask whoever runs them to set their owner tag, or
          the keeper of this portal for access.
        </EmptyState>
        {unmanaged.data && unmanaged.data.totalItems > 0 && (
          <UnmanagedSection counts={unmanaged.data} />
        )}
      </>
    );
  }
  if (overview.data) {
    return (
      <Fleet
        overview={overview.data}
        health={health.data}
        compliance={compliance.data}
        unmanaged={unmanaged.data}
      />
    );
  }
  if (overview.error) {
    return <ErrorState error={overview.error} onRetry={overview.refetch} />;
  }
  return <FleetSkeleton />;
};
