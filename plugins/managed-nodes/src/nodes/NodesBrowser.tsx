import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  EmptyState,
  ErrorState,
  useFacets,
  useNodes,
  usePrefetchNodes,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Drawer from '@material-ui/core/Drawer';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import FilterListIcon from '@material-ui/icons/FilterList';
import { useCallback, useState } from 'react';
import { FilterChips } from '../shared/FilterChips';
import { SearchField } from '../shared/SearchField';
import { Surface } from '../shared/Surface';
import { useChosen } from '../shared/useChosen';
import { useIsWide } from '../shared/useIsWide';
import { ChosenNodes } from './ChosenNodes';
import { COUNTED_FACETS } from './facets/facetGroups';
import { FacetPanel } from './facets/FacetPanel';
import { activeFilters } from './facets/activeFilters';
import { ColumnsMenu } from './table/ColumnsMenu';
import { ExportButton } from './table/ExportButton';
import { NodesTable } from './table/NodesTable';
import { Pager } from './table/Pager';
import { useAccountNames } from './useAccountNames';
import { usePatchNames } from './usePatchNames';
import { isNarrowed } from './view/nodesView';
import { useNodesView } from './view/useNodesView';

const PAGE_SIZE = 25;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'minmax(0, 1fr)',
    '@media (min-width: 1100px)': {
      gridTemplateColumns: '200px minmax(0, 1fr)',
    },
  },
  main: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
    alignContent: 'start',
  },
  toolbar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  total: { marginRight: 'auto' },
  search: {
    order: 1,
    flex: '1 1 100%',
    '@media (min-width: 1100px)': {
      order: 0,
      flex: '1 1 260px',
      maxWidth: 420,
    },
  },
  drawer: { width: 300, padding: theme.spacing(3) },
}));

/**
 * The table of nodes with everything that narrows it.
 *
 * @param props - `within` holds conditions that the place sets and nobody can
 *   lift, such as the entity whose page this is.
 */
export const NodesBrowser = (props: { within?: NodeFilter }) => {
  const classes = useStyles();
  const wide = useIsWide();
  const [drawer, setDrawer] = useState(false);
  const view = useNodesView();
  const { changeFilter } = view;

  const filter = { ...view.filter, ...props.within };
  const request = {
    ...filter,
    sort: view.sort,
    order: view.order,
    limit: PAGE_SIZE,
  };
  const nodes = useNodes({ ...request, cursor: view.cursor });
  const facets = useFacets(filter, COUNTED_FACETS);
  const prefetch = usePrefetchNodes();
  const accountNames = useAccountNames(facets.data);
  const patchNames = usePatchNames(view.filter.patch);
  const chosen = useChosen();
  const active = activeFilters(view.filter, accountNames, patchNames);
  const search = useCallback(
    (q: string) => changeFilter({ q: q || undefined }, { replace: true }),
    [changeFilter],
  );

  const panel = (
    <FacetPanel
      facets={facets.data}
      loading={facets.isPending}
      filter={view.filter}
      accountNames={accountNames}
      onChange={changeFilter}
    />
  );
  const total = nodes.data?.totalItems;

  const rows = () => {
    if (nodes.error && !nodes.isFetching) {
      return (
        <ErrorState
          error={nodes.error}
          onRetry={() => {
            // A cursor can have outlived its list; the first page has none.
            if (view.cursor) {
              view.goTo(undefined);
            } else {
              nodes.refetch();
            }
          }}
        />
      );
    }
    if (total === 0) {
      return isNarrowed(view.filter) ? (
        <EmptyState
          title="No node matches"
          action={
            <Button variant="outlined" onClick={view.clearFilter}>
              Clear filters
            </Button>
          }
        >
          Nodes that left are only listed under the status Left.
        </EmptyState>
      ) : (
        <EmptyState title="There are no nodes for you here">
          Nodes appear when the ownership rules of this portal give them to you,
          your teams or what they own. If one of yours is missing, its owner tag
          is the first place to look.
        </EmptyState>
      );
    }
    return (
      <>
        <NodesTable
          nodes={nodes.data?.items}
          columns={view.columns}
          density={view.density}
          sort={view.sort}
          order={view.order}
          busy={nodes.isPlaceholderData}
          pageKey={view.cursor ?? ''}
          chosen={chosen.ids}
          onToggle={chosen.toggle}
          onToggleAll={all =>
            chosen.setAll(nodes.data?.items.map(node => node.name) ?? [], all)
          }
          onSort={view.changeSort}
        />
        {nodes.data && (
          <Pager
            previous={nodes.data.previousCursor}
            next={nodes.data.nextCursor}
            onGo={view.goTo}
            onIntent={cursor => prefetch({ ...request, cursor })}
          />
        )}
      </>
    );
  };

  return (
    <div className={classes.root}>
      {wide && panel}
      <div className={classes.main}>
        <div className={classes.toolbar}>
          <Typography variant="h5" component="h2" className={classes.total}>
            <span aria-live="polite">
              {total === undefined ? 'Nodes' : countOf(total, 'node')}
            </span>
          </Typography>
          <div className={classes.search}>
            <SearchField
              label="Search nodes"
              placeholder="Name, id, IP, account, owner or application"
              value={view.filter.q ?? ''}
              onChange={search}
            />
          </div>
          {!wide && (
            <Button
              variant="outlined"
              startIcon={<FilterListIcon />}
              onClick={() => setDrawer(true)}
            >
              Filters{active.length ? ` (${active.length})` : ''}
            </Button>
          )}
          <ColumnsMenu
            columns={view.columns}
            density={view.density}
            onColumns={view.changeColumns}
            onDensity={view.changeDensity}
          />
          <ExportButton filter={filter} total={total} />
        </div>
        <FilterChips
          filters={active}
          onLift={({ lift }) => changeFilter(lift)}
          onClear={view.clearFilter}
        />
        {rows()}
        {chosen.list.length > 0 && (
          <ChosenNodes
            names={chosen.list}
            filter={filter}
            total={total}
            onClear={chosen.clear}
          />
        )}
      </div>
      {!wide && (
        <Drawer open={drawer} onClose={() => setDrawer(false)}>
          <div className={classes.drawer}>
            <Surface>{panel}</Surface>
          </div>
        </Drawer>
      )}
    </div>
  );
};
