import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  managedNodesDocumentReadPermission,
  RunbookQuery,
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
import { useMemo } from 'react';
import { documentsRouteRef } from '../../routes';
import { FilterChips } from '../../shared/FilterChips';
import { SearchField } from '../../shared/SearchField';
import { filterWords } from '../form/nodeChoice';
import { useFavourites } from '../pieces/useFavourites';
import { RunOn } from '../pieces/useStartLink';
import { CategoryBar } from './CategoryBar';
import { NoRunbooks } from './NoRunbooks';
import { Problems } from './Problems';
import { RunbookCard } from './RunbookCard';
import { librarySentence, selectRunbooks } from './selectRunbooks';
import { useLibraryPlace, useLibraryView } from './useLibraryView';

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

function placeWords({ node, relatedTo }: RunbookQuery): string {
  return [node && `node ${node}`, relatedTo && filterWords({ relatedTo })]
    .filter(Boolean)
    .join(', ');
}

const Library = (props: { all: RunbookSummary[]; on: RunOn }) => {
  const classes = useStyles();
  const view = useLibraryView();
  const favourites = useFavourites();
  const { all, on } = props;
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
      {!found.length && (
        <div role="status">
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
        </div>
      )}
      {found.length > 0 && (
        <ul className={classes.cards} aria-label="Runbooks">
          {found.map(runbook => (
            <li key={runbook.id}>
              <RunbookCard
                runbook={runbook}
                on={on}
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
  const { place, lift } = useLibraryPlace();
  const on = useMemo(
    () => ({
      ...(place.node && { node: [place.node] }),
      ...(place.relatedTo && { relatedTo: place.relatedTo }),
    }),
    [place],
  );
  const { data, error, refetch } = useRunbooks(place);
  const all = data?.items;
  const isPlaced = Boolean(place.node ?? place.relatedTo);

  const body = () => {
    if (all) {
      if (!all.length && isPlaced) {
        return <EmptyState title="No runbook is meant for this" />;
      }
      return all.length ? (
        <Library all={all} on={on} />
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
      {isPlaced && (
        <FilterChips
          filters={[{ key: 'place', label: `For ${placeWords(place)}` }]}
          onLift={lift}
          onClear={lift}
        />
      )}
      {body()}
    </div>
  );
};
