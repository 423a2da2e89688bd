import {
  MissingPatch,
  NodeFilter,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  EmptyState,
  ErrorState,
  useMissingPatches,
  usePrefetchMissingPatches,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useCallback, useMemo } from 'react';
import { Pager } from '../../nodes/table/Pager';
import { isNarrowed } from '../../nodes/view/nodesView';
import { FilterMenu } from '../../shared/FilterMenu';
import { HIDDEN_IN_PRINT } from '../../shared/print';
import { SearchField } from '../../shared/SearchField';
import { useChosen } from '../../shared/useChosen';
import { useNodesLink } from '../../shared/useNodeLinks';
import { ExportMenu } from '../filter/ExportMenu';
import { NodeFilterBar } from '../filter/NodeFilterBar';
import { useNodeFilter } from '../filter/useNodeFilter';
import { ChosenPatches } from './ChosenPatches';
import { MissingTable } from './MissingTable';
import { ListedPatchCondition } from './missingView';
import { CONDITION_TITLES, conditionLabel, patchMenus } from './patchMenus';
import { useMissingView } from './useMissingView';

const PAGE_SIZE = 25;

const NONE: MissingPatch[] = [];

const LISTED: ListedPatchCondition[] = ['kind', 'severity', 'state', 'cve'];

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
  },
  search: { maxWidth: 480 },
  quiet: { color: theme.palette.textSubtle, fontSize: 14 },
}));

/**
 * The table of missing patches with everything that narrows it.
 *
 * @param props - `within` holds conditions on nodes that the place sets and
 *   nobody can lift
 */
export const MissingPatchesBrowser = (props: { within?: NodeFilter }) => {
  const classes = useStyles();
  const { within } = props;
  const view = useMissingView();
  const { filter: own } = useNodeFilter();
  const filter = useMemo(() => ({ ...own, ...within }), [own, within]);
  const { conditions, sort, order, cursor } = view;
  const request = { ...filter, ...conditions, sort, order, limit: PAGE_SIZE };
  const list = useMissingPatches({ ...request, cursor });
  const prefetch = usePrefetchMissingPatches();
  const nodes = useNodesLink();
  const chosen = useChosen();
  const items = list.data?.items ?? NONE;
  const total = list.data?.totalItems;
  const narrowed =
    isNarrowed(own) || Object.values(conditions).some(value => value);
  const nodesLink = useCallback(
    (patch: MissingPatch) => nodes({ ...filter, patch: [patch.id] }),
    [nodes, filter],
  );
  const { toggle } = chosen;
  const toggleRow = useCallback(
    (patch: MissingPatch) => toggle(patch.id),
    [toggle],
  );

  const rows = () => {
    if (list.error && !list.isFetching) {
      return (
        <ErrorState
          error={list.error}
          onRetry={() => {
            // A cursor can have outlived its list; the first page has none.
            if (cursor) {
              view.goTo(undefined);
            } else {
              list.refetch();
            }
          }}
        />
      );
    }
    if (total === 0) {
      return narrowed ? (
        <EmptyState
          title="No missing patch matches"
          action={
            <Button variant="outlined" onClick={view.clear}>
              Clear filters
            </Button>
          }
        />
      ) : (
        <EmptyState title="No patch is missing">
          All nodes that you may see and that have reported have what their
          baselines approve. Nodes that never reported are not counted here.
        </EmptyState>
      );
    }
    return (
      <>
        <MissingTable
          patches={list.data && items}
          sort={sort}
          order={order}
          busy={list.isPlaceholderData}
          chosen={chosen.ids}
          onSort={view.changeSort}
          onToggle={toggleRow}
          onToggleAll={all =>
            chosen.setAll(
              items.map(item => item.id),
              all,
            )
          }
          nodesLink={nodesLink}
        />
        <Pager
          what="missing patches"
          previous={list.data?.previousCursor ?? null}
          next={list.data?.nextCursor ?? null}
          onGo={view.goTo}
          onIntent={next => prefetch({ ...request, cursor: next })}
        />
      </>
    );
  };

  return (
    <div className={classes.root}>
      <div>
        <Typography variant="h5" component="h2">
          <span aria-live="polite">
            {total === undefined || !list.data
              ? 'Missing patches'
              : `${countOf(total, 'patch', 'patches')} missing on ${countOf(
                  list.data.totalNodes,
                  'node',
                )}`}
          </span>
        </Typography>
        {!within && list.data && list.data.unread > 0 && (
          <div className={classes.quiet} role="status">
            Which patches {countOf(list.data.unread, 'more node')} lack is being
            read from AWS.
          </div>
        )}
      </div>
      <div className={classes.search} {...HIDDEN_IN_PRINT}>
        <SearchField
          label="Search missing patches"
          placeholder="KB, package, title or CVE"
          value={conditions.text ?? ''}
          onChange={view.search}
        />
      </div>
      <NodeFilterBar
        within={within}
        onClear={view.clear}
        others={LISTED.flatMap(name =>
          (conditions[name] ?? []).map(value => ({
            key: `${name}=${value}`,
            label: `${CONDITION_TITLES[name]}: ${conditionLabel(name, value)}`,
            onLift: () => view.toggle(name, value),
          })),
        )}
        action={
          <ExportMenu
            printable
            exportables={[
              {
                what: 'missing',
                label: 'Missing patches',
                query: { ...filter, ...conditions, sort, order },
              },
              {
                what: 'affected',
                label: 'Every patch on every node',
                query: { ...filter, ...conditions },
              },
            ]}
          />
        }
      >
        {patchMenus(conditions, items).map(({ name, label, options }) => (
          <FilterMenu
            key={name}
            label={label}
            options={options}
            onToggle={value => view.toggle(name, value)}
          />
        ))}
      </NodeFilterBar>
      {rows()}
      {chosen.ids.size > 0 && (
        <ChosenPatches
          patches={chosen.list}
          filter={filter}
          onClear={chosen.clear}
        />
      )}
    </div>
  );
};
