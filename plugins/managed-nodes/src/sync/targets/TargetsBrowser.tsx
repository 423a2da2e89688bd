import { TargetHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { EmptyState } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { FilterChips } from '../../shared/FilterChips';
import { FilterMenu } from '../../shared/FilterMenu';
import { pageOf, PageOf } from '../../shared/PageOf';
import { SearchField } from '../../shared/SearchField';
import { StateCounts } from '../StateCounts';
import { SyncNow } from '../useSyncNow';
import { filterTargets, sortTargets } from '../view/selectTargets';
import { isNarrowed } from '../view/syncView';
import { activeConditions, targetOptions } from '../view/targetOptions';
import { useSyncView } from '../view/useSyncView';
import { TargetsTable } from './TargetsTable';

/** Enough for most to have one page, and few enough to be drawn at once. */
const PAGE_SIZE = 50;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
  },
  toolbar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  search: { flex: '1 1 260px', maxWidth: 420 },
}));

const MENUS = [
  ['account', 'Account'],
  ['unit', 'Organizational unit'],
  ['region', 'Region'],
  ['source', 'Source'],
] as const;

/** All targets, with everything that narrows and orders them. */
export const TargetsBrowser = (props: {
  targets: TargetHealth[];
  view: ReturnType<typeof useSyncView>;
  syncNow: SyncNow;
  reasonId: string;
}) => {
  const classes = useStyles();
  const { targets, view, syncNow, reasonId } = props;
  const { filter, sort, order } = view;

  const found = useMemo(
    () => sortTargets(filterTargets(targets, filter), { sort, order }),
    [targets, filter, sort, order],
  );
  const menus = useMemo(
    () =>
      MENUS.map(([key, label]) => ({
        key,
        label,
        options: targetOptions(targets, filter, key),
      })),
    [targets, filter],
  );
  const { items, page } = pageOf(found, view.page, PAGE_SIZE);

  return (
    <div className={classes.root}>
      <StateCounts targets={targets} filter={filter} linkTo={view.linkTo} />
      <div className={classes.toolbar}>
        <div className={classes.search}>
          <SearchField
            label="Search targets"
            placeholder="Account, Region, unit or error"
            value={filter.q}
            onChange={view.search}
          />
        </div>
        {menus.map(({ key, label, options }) =>
          // Where all have the same, there is nothing to choose.
          options.length > 1 || filter[key].length > 0 ? (
            <FilterMenu
              key={key}
              label={label}
              options={options}
              onToggle={value => view.toggle(key, value)}
            />
          ) : null,
        )}
      </div>
      <FilterChips
        filters={activeConditions(targets, filter)}
        onLift={({ facet, value }) => view.toggle(facet, value)}
        onClear={view.clearFilter}
      />
      {items.length ? (
        <>
          <TargetsTable
            targets={items}
            sort={sort}
            order={order}
            onSort={view.changeSort}
            syncNow={syncNow}
            reasonId={reasonId}
          />
          <PageOf
            page={page}
            size={PAGE_SIZE}
            total={found.length}
            what="targets"
            onGo={view.goTo}
          />
        </>
      ) : (
        <EmptyState
          title="No target matches"
          action={
            isNarrowed(filter) && (
              <Button variant="outlined" onClick={view.clearFilter}>
                Clear filters
              </Button>
            )
          }
        />
      )}
    </div>
  );
};
