import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SyncHealth } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { nodeRouteRef } from '../../routes';
import { FeedCard } from './FeedCard';

const useStyles = makeStyles(theme => ({
  quiet: { color: theme.palette.textSubtle },
  list: {
    margin: theme.spacing(0.5, 0, 0),
    paddingLeft: theme.spacing(3),
    maxHeight: 280,
    overflowY: 'auto',
  },
}));

/** How far behind the catalog is, in words. */
export function catalogSentence(catalog: SyncHealth['catalog']): string {
  if (catalog.acknowledgedRevision === null) {
    return 'The catalog has not asked for nodes yet';
  }
  const lag = Math.max(catalog.headRevision - catalog.acknowledgedRevision, 0);
  return lag
    ? `The catalog is ${countOf(lag, 'change')} behind`
    : 'The catalog has every change';
}

/** Whether the catalog keeps up, and which nodes it refuses. */
export const CatalogHealth = (props: { catalog: SyncHealth['catalog'] }) => {
  const classes = useStyles();
  const nodeLink = useRouteRef(nodeRouteRef);
  const { catalog } = props;
  const unlisted = catalog.skippedTotal - catalog.skipped.length;
  return (
    <FeedCard title="Catalog">
      <div>{catalogSentence(catalog)}.</div>
      {catalog.acknowledgedAt && (
        <div className={classes.quiet}>
          Last asked <RelativeTime value={catalog.acknowledgedAt} />
        </div>
      )}
      {catalog.skippedTotal > 0 && (
        <>
          <div>
            {countOf(catalog.skippedTotal, 'node')} cannot become catalog
            entities:
          </div>
          <ul className={classes.list}>
            {catalog.skipped.map(({ name, reason }) => (
              <li key={name}>
                <Link to={nodeLink({ name })} underline="always">
                  {name}
                </Link>
                : <bdi>{reason}</bdi>
              </li>
            ))}
            {unlisted > 0 && <li>and {formatCount(unlisted)} more</li>}
          </ul>
        </>
      )}
    </FeedCard>
  );
};
