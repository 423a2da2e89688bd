import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  documentKindSchema,
  managedNodesDocumentReadPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  SkeletonLines,
  useDocuments,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useEffect } from 'react';
import { runbooksRouteRef } from '../../routes';
import { FilterMenu } from '../../shared/FilterMenu';
import { LoadMore } from '../../shared/LoadMore';
import { SearchField } from '../../shared/SearchField';
import { KIND_WORDS } from '../pieces/words';
import { DocumentDrawer } from './DocumentDrawer';
import { DocumentsTable } from './DocumentsTable';
import { OWNER_WORDS, OWNERS, useDocumentsView } from './useDocumentsView';

const PAGE_SIZE = 50;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  sentence: { fontSize: 28, fontWeight: 600 },
  quiet: { color: theme.palette.textSubtle },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    '& > :first-child': { flex: '1 1 280px' },
  },
}));

/** The documents of Systems Manager that could be published as runbooks. */
export const DocumentsPage = () => {
  const classes = useStyles();
  const view = useDocumentsView();
  const runbooks = useRouteRef(runbooksRouteRef)();
  const list = useDocuments({ ...view.filter, limit: PAGE_SIZE });
  const items = list.data?.pages.flatMap(page => page.items);
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list;
  // AWS filters page by page, so that the first ones may have nothing to show.
  const isLooking = items?.length === 0 && hasNextPage;
  useEffect(() => {
    if (isLooking && !isFetching && !isFetchNextPageError) {
      fetchNextPage();
    }
  }, [isLooking, isFetching, isFetchNextPageError, fetchNextPage]);

  const rows = () => {
    if (list.error && !items?.length) {
      return (
        <ErrorState
          error={list.error}
          permission={managedNodesDocumentReadPermission.name}
          onRetry={() => (items ? fetchNextPage() : list.refetch())}
        />
      );
    }
    if (!items || isLooking) {
      return <SkeletonLines lines={10} />;
    }
    if (!items.length) {
      return (
        <EmptyState
          title={
            view.isNarrowed ? 'No document matches' : 'No document was found'
          }
          action={
            view.isNarrowed && (
              <Button variant="outlined" onClick={view.clear}>
                Clear filters
              </Button>
            )
          }
        >
          {!view.isNarrowed &&
            'None of the accounts and Regions that this portal reads has one.'}
        </EmptyState>
      );
    }
    return (
      <>
        <DocumentsTable documents={items} onOpen={view.open} />
        <LoadMore list={list} />
      </>
    );
  };

  return (
    <div className={classes.root} aria-busy={list.isPlaceholderData}>
      <div>
        <Link to={runbooks}>Runbooks</Link>
      </div>
      <div>
        <Typography variant="h4" component="h2" className={classes.sentence}>
          Documents of Systems Manager
        </Typography>
        <div className={classes.quiet}>
          Any of them can be published as a runbook, by lines in the app config
          that each one’s details have to copy.
        </div>
      </div>
      <div className={classes.bar}>
        <SearchField
          label="Search documents"
          placeholder="Name or title"
          value={view.filter.q ?? ''}
          onChange={view.search}
        />
        <FilterMenu
          label="Owner"
          options={OWNERS.map(value => ({
            value,
            label: OWNER_WORDS[value],
            chosen: view.filter.owner?.includes(value) ?? false,
          }))}
          onToggle={value => view.toggle('owner', value)}
        />
        <FilterMenu
          label="Run by"
          options={documentKindSchema.options.map(value => ({
            value,
            label: KIND_WORDS[value],
            chosen: view.filter.kind?.includes(value) ?? false,
          }))}
          onToggle={value => view.toggle('kind', value)}
        />
        {view.isNarrowed && (
          <Button size="small" onClick={view.clear}>
            Clear filters
          </Button>
        )}
      </div>
      {rows()}
      <DocumentDrawer name={view.opened} onClose={() => view.open(undefined)} />
    </div>
  );
};
