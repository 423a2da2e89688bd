import { UnmanagedPage as Page } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  EmptyState,
  ErrorState,
  formatCount,
  UnmanagedReasonChip,
  useUnmanaged,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { CountLinks } from '../shared/CountLinks';
import { FilterChips } from '../shared/FilterChips';
import { FilterMenu } from '../shared/FilterMenu';
import { LoadMore } from '../shared/LoadMore';
import { SearchField } from '../shared/SearchField';
import { AdviceText } from './AdviceText';
import { REASONS } from './reasons';
import { UnmanagedTable } from './UnmanagedTable';
import { useUnmanagedLink } from './useUnmanagedLink';
import { useUnmanagedOptions } from './useUnmanagedOptions';
import { useUnmanagedView } from './useUnmanagedView';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
  },
  quiet: { color: theme.palette.textSubtle },
  toolbar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  search: { flex: '1 1 260px', maxWidth: 420 },
  more: {
    display: 'flex',
    justifyContent: 'center',
    alignItems: 'center',
    gap: theme.spacing(2),
  },
}));

/** The reasons with their counts, each leading to its instances. */
const Reasons = (props: {
  page: Page;
  filter: ReturnType<typeof useUnmanagedView>['filter'];
}) => {
  const link = useUnmanagedLink();
  const { page, filter } = props;
  const chosen = filter.reason ?? [];
  const counts = new Map(
    page.reasons.map(({ reason, count }) => [reason, count]),
  );
  const all = page.reasons.reduce((sum, { count }) => sum + count, 0);
  const present = REASONS.filter(
    reason => counts.get(reason) || chosen.includes(reason),
  );
  return (
    <CountLinks
      label="Instances by likely reason"
      links={[
        {
          key: 'all',
          label: 'All',
          count: all,
          to: link({ ...filter, reason: undefined }),
          current: !chosen.length,
        },
        ...present.map(reason => ({
          key: reason,
          label: <UnmanagedReasonChip reason={reason} />,
          count: counts.get(reason) ?? 0,
          to: link({ ...filter, reason: [reason] }),
          current: chosen.length === 1 && chosen[0] === reason,
        })),
      ]}
    />
  );
};

/** EC2 instances that Systems Manager does not manage, and what to do about them. */
export const UnmanagedPage = () => {
  const classes = useStyles();
  const view = useUnmanagedView();
  const { filter } = view;
  const list = useUnmanaged(filter);
  const pages = list.data?.pages;
  const items = useMemo(
    () => pages?.flatMap(page => page.items) ?? [],
    [pages],
  );
  const { menus, conditions } = useUnmanagedOptions(filter, items);
  const total = pages?.[0].totalItems;

  if (list.error && !pages) {
    return <ErrorState error={list.error} onRetry={list.refetch} />;
  }
  if (total === 0 && !view.narrowed) {
    return (
      <EmptyState title="Every EC2 instance is managed">
        Systems Manager manages all EC2 instances that you may see. Good.
      </EmptyState>
    );
  }
  return (
    <div className={classes.root}>
      <div>
        <Typography variant="h5" component="h2">
          <span aria-live="polite">
            {total === undefined
              ? 'Unmanaged EC2 instances'
              : countOf(total, 'unmanaged EC2 instance')}
          </span>
        </Typography>
        <div className={classes.quiet}>
          They are in your accounts, but Systems Manager does not manage them,
          so they are not among the nodes.
        </div>
      </div>
      {pages && <Reasons page={pages[0]} filter={filter} />}
      {filter.reason?.length === 1 && <AdviceText reason={filter.reason[0]} />}
      <div className={classes.toolbar}>
        <div className={classes.search}>
          <SearchField
            label="Search unmanaged instances"
            placeholder="Name or id"
            value={filter.q ?? ''}
            onChange={view.search}
          />
        </div>
        {menus.map(({ facet, label, options }) => (
          <FilterMenu
            key={facet}
            label={label}
            options={options}
            onToggle={value => view.toggle(facet, value)}
          />
        ))}
      </div>
      <FilterChips
        filters={conditions}
        onLift={({ facet, value }) => view.toggle(facet, value)}
        onClear={view.clear}
      />
      {total === 0 ? (
        <EmptyState
          title="No unmanaged instance matches"
          action={
            <Button variant="outlined" onClick={view.clear}>
              Clear filters
            </Button>
          }
        />
      ) : (
        <UnmanagedTable
          instances={pages && items}
          busy={list.isPlaceholderData}
        />
      )}
      {list.error && pages && (
        <ErrorState error={list.error} onRetry={list.fetchNextPage} />
      )}
      {total !== undefined && items.length < total && (
        <div className={classes.more}>
          <span className={classes.quiet} role="status">
            {formatCount(items.length)} of {formatCount(total)} shown
          </span>
          <LoadMore list={list} />
        </div>
      )}
    </div>
  );
};
