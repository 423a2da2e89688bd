import { ManagedNode } from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  formatCount,
  PatchStateChip,
  RelativeTime,
  SkeletonLines,
  StateWord,
  useNodePatches,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ReportProblemIcon from '@material-ui/icons/ReportProblem';
import { useId } from 'react';
import { ExportMenu } from '../../patches/filter/ExportMenu';
import { CountLinks } from '../../shared/CountLinks';
import { PageOf, pageOf } from '../../shared/PageOf';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { SearchField } from '../../shared/SearchField';
import { selectPatches, stateCounts } from './nodePatchList';
import { NodePatchTable } from './NodePatchTable';
import { useNodePatchView } from './useNodePatchView';

const PAGE_SIZE = 50;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
  },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
  },
  search: { maxWidth: 420 },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
}));

/** All patches of a node, narrowed by state and text. */
export const NodePatchList = (props: { node: ManagedNode }) => {
  const classes = useStyles();
  const id = useId();
  const { node } = props;
  const view = useNodePatchView();
  const { data, error, refetch } = useNodePatches(node.name);

  const body = () => {
    if (error && !data) {
      return <ErrorState error={error} onRetry={refetch} />;
    }
    if (!data) {
      return <SkeletonLines lines={8} />;
    }
    const source = data.from === 'stored' && (
      <div className={classes.quiet} role="status">
        <StateWord tone="warning" icon={ReportProblemIcon}>
          Only what is missing, as read from AWS{' '}
          <RelativeTime value={data.readAt} />
          {data.problem && (
            <>
              : <bdi>{data.problem}</bdi>
            </>
          )}
        </StateWord>
      </div>
    );
    if (!data.items.length) {
      return (
        <>
          {source}
          <EmptyState title="There are no patches to list">
            AWS tells of the patches of a node after its first scan.
          </EmptyState>
        </>
      );
    }
    const found = selectPatches(data.items, view);
    const { items, page } = pageOf(found, view.page, PAGE_SIZE);
    return (
      <>
        {source}
        <CountLinks
          label="Patches by state"
          links={[
            {
              key: 'all',
              label: 'All',
              count: data.items.length,
              to: view.linkTo(),
              current: !view.state,
            },
            ...stateCounts(data.items).map(({ state, count }) => ({
              key: state,
              label: <PatchStateChip state={state} />,
              count,
              to: view.linkTo(state),
              current: view.state === state,
            })),
          ]}
        />
        <div className={classes.search} {...HIDDEN_IN_PRINT}>
          <SearchField
            label="Search patches of this node"
            placeholder="KB, package, title or CVE"
            value={view.text}
            onChange={view.search}
          />
        </div>
        <span className={classes.quiet} role="status">
          {found.length !== data.items.length &&
            `${formatCount(found.length)} of ${formatCount(
              data.items.length,
            )} patches`}
        </span>
        {found.length ? (
          <NodePatchTable node={node} patches={items} />
        ) : (
          <EmptyState
            title="No patch matches"
            action={
              <Button variant="outlined" onClick={view.clear}>
                Clear filters
              </Button>
            }
          />
        )}
        <PageOf
          page={page}
          size={PAGE_SIZE}
          total={found.length}
          what="patches"
          onGo={view.goTo}
        />
      </>
    );
  };

  return (
    <section className={classes.root} aria-labelledby={id}>
      <div className={classes.head}>
        <Typography variant="h6" component="h3" id={id}>
          Patches
        </Typography>
        <div {...HIDDEN_IN_PRINT}>
          <ExportMenu
            printable
            exportables={[
              {
                what: 'affected',
                label: 'What it lacks',
                // Ids of nodes are among what the search looks at.
                query: { q: node.nodeId, account: [node.account] },
              },
            ]}
          />
        </div>
      </div>
      {body()}
    </section>
  );
};
