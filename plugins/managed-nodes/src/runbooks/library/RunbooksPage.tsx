import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  managedNodesDocumentReadPermission,
  RunbookSummary,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  SkeletonLines,
  useRunbooks,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { documentsRouteRef } from '../../routes';
import { SearchField } from '../../shared/SearchField';
import { useFavourites } from '../pieces/useFavourites';
import { CategoryBar } from './CategoryBar';
import { NoRunbooks } from './NoRunbooks';
import { Problems } from './Problems';
import { RunbookCard } from './RunbookCard';
import { librarySentence, selectRunbooks } from './selectRunbooks';
import { useLibraryView } from './useLibraryView';

const NO_QUERY = {};

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 2),
  },
  sentence: { fontSize: 28, fontWeight: 600 },
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(320px, 100%), 1fr))',
    gap: theme.spacing(2),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
}));

const Library = (props: { all: RunbookSummary[] }) => {
  const classes = useStyles();
  const view = useLibraryView();
  const favourites = useFavourites();
  const { all } = props;
  const found = selectRunbooks(all, view.filter, favourites.ids);
  return (
    <>
      <SearchField
        label="Search runbooks"
        placeholder="Search by what it does, e.g. restart"
        value={view.filter.q}
        onChange={view.search}
      />
      <CategoryBar all={all} view={view} />
      <Problems all={all} />
      <div role="status" aria-live="polite">
        {!found.length && (
          <EmptyState
            title={
              view.filter.favourites && !favourites.ids.length
                ? 'You have no favourites yet'
                : 'No runbook matches'
            }
            action={
              <Button variant="outlined" onClick={view.clear}>
                Clear filters
              </Button>
            }
          >
            {view.filter.favourites &&
              !favourites.ids.length &&
              'Star a runbook to find it here, and first on the pages of what you own.'}
          </EmptyState>
        )}
      </div>
      {found.length > 0 && (
        <ul className={classes.cards} aria-label="Runbooks">
          {found.map(runbook => (
            <li key={runbook.id}>
              <RunbookCard
                runbook={runbook}
                favourite={favourites.ids.includes(runbook.id)}
                onToggleFavourite={favourites.toggle}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
};

/** What is published to be run, and whether whoever looks may. */
export const RunbooksPage = () => {
  const classes = useStyles();
  const documents = useRouteRef(documentsRouteRef)();
  const { allowed } = usePermission({
    permission: managedNodesDocumentReadPermission,
  });
  const { data, error, refetch } = useRunbooks(NO_QUERY);
  const all = data?.items;

  const body = () => {
    if (all) {
      return all.length ? (
        <Library all={all} />
      ) : (
        <NoRunbooks mayPublish={allowed} />
      );
    }
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <SkeletonLines lines={8} />
    );
  };

  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <Typography variant="h4" component="h2" className={classes.sentence}>
          {all?.length ? librarySentence(all) : 'Runbooks'}
        </Typography>
        {allowed && <Link to={documents}>All documents</Link>}
      </div>
      {body()}
    </div>
  );
};
