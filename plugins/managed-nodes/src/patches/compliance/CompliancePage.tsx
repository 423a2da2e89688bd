import { useRouteRef } from '@backstage/core-plugin-api';
import {
  NodeFilter,
  PatchCompliance,
  PatchDimension,
  patchDimensionSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  usePatchCompliance,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { isNarrowed } from '../../nodes/view/nodesView';
import { patchesRouteRef } from '../../routes';
import { PrintArea } from '../../shared/PrintArea';
import { useNodesLink } from '../../shared/useNodeLinks';
import { PatchActions } from '../actions/PatchActions';
import { ExportMenu } from '../filter/ExportMenu';
import { NodeFilterBar } from '../filter/NodeFilterBar';
import { useNodeFilter, withFilter } from '../filter/useNodeFilter';
import { Breakdown } from './Breakdown';
import { ComplianceBars } from './ComplianceBars';
import { ComplianceHead } from './ComplianceHead';
import { ComplianceSkeleton } from './ComplianceSkeleton';
import { TrendSection } from './trend/TrendSection';

const DIMENSIONS: PatchDimension[] = patchDimensionSchema.options;

const useStyles = makeStyles(theme => ({
  root: { display: 'grid', gap: theme.spacing(3), maxWidth: 1280 },
  breakdowns: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
    '@media (min-width: 1200px)': {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
}));

/** How an address of this page, and of the nodes behind its counts, is made. */
function useLinks(filter: NodeFilter) {
  const nodes = useNodesLink();
  const page = useRouteRef(patchesRouteRef)();
  const [params] = useSearchParams();
  const link = useCallback(
    (narrower: NodeFilter) => nodes({ ...filter, ...narrower }),
    [nodes, filter],
  );
  const narrow = useCallback(
    (narrower: NodeFilter) =>
      `${page}?${withFilter(params, { ...filter, ...narrower })}`,
    [page, params, filter],
  );
  return { link, narrow };
}

/** What stands below the headline, for nodes there are. */
const Details = (props: {
  compliance: PatchCompliance;
  filter: NodeFilter;
}) => {
  const classes = useStyles();
  const { compliance, filter } = props;
  const { link, narrow } = useLinks(filter);
  // The headline does not wait for these.
  const broken = usePatchCompliance({ ...filter, by: DIMENSIONS });

  return (
    <>
      <ComplianceBars compliance={compliance} link={link} />
      <TrendSection filter={filter} />
      {broken.error && !broken.data && (
        <ErrorState error={broken.error} onRetry={broken.refetch} />
      )}
      <div className={classes.breakdowns}>
        {DIMENSIONS.map(by => (
          <Breakdown
            key={by}
            by={by}
            rows={broken.data?.breakdowns[by] ?? []}
            narrow={narrow}
            link={link}
          />
        ))}
      </div>
    </>
  );
};

/** How the nodes one may see stand with the patch policy. */
export const CompliancePage = () => {
  const classes = useStyles();
  const { filter, clear } = useNodeFilter();
  const compliance = usePatchCompliance(filter);
  const { data } = compliance;
  const { link } = useLinks(filter);
  const selection = useMemo(() => ({ filter }), [filter]);

  const head = () => {
    if (data?.total.nodes === 0) {
      return isNarrowed(filter) ? (
        <EmptyState
          title="No node matches"
          action={
            <Button variant="outlined" onClick={clear}>
              Clear filters
            </Button>
          }
        />
      ) : (
        <EmptyState title="There are no managed nodes for you to see">
          You see the patches of nodes that belong to you, your teams or what
          they own. If you expect some here, ask whoever runs them to set their
          owner tag.
        </EmptyState>
      );
    }
    if (data) {
      return (
        <ComplianceHead
          compliance={data}
          link={link}
          action={<PatchActions selection={selection} />}
        />
      );
    }
    return compliance.error ? (
      <ErrorState error={compliance.error} onRetry={compliance.refetch} />
    ) : (
      <ComplianceSkeleton />
    );
  };

  return (
    <PrintArea
      title="Patch compliance"
      className={classes.root}
      busy={compliance.isPlaceholderData}
    >
      {head()}
      <NodeFilterBar
        action={
          <ExportMenu
            printable
            exportables={[
              {
                what: 'compliance',
                label: 'Breakdowns',
                query: filter,
              },
              {
                what: 'affected',
                label: 'Every patch on every node',
                query: filter,
              },
            ]}
          />
        }
      />
      {data && data.total.nodes > 0 && (
        <Details compliance={data} filter={filter} />
      )}
    </PrintArea>
  );
};
