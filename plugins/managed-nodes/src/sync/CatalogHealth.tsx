import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SyncHealth } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  formatCount,
  RelativeTime,
} from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { nodeRouteRef } from '../routes';

const useStyles = makeStyles(theme => ({
  quiet: { color: theme.palette.textSubtle },
  list: {
    margin: theme.spacing(1, 0, 0),
    paddingLeft: theme.spacing(3),
    fontSize: 14,
    overflowWrap: 'anywhere',
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
    <section>
      <Typography variant="h6" component="h3">
        {catalogSentence(catalog)}.
      </Typography>
      {catalog.acknowledgedAt && (
        <Typography variant="body2" className={classes.quiet}>
          Last asked <RelativeTime value={catalog.acknowledgedAt} />
        </Typography>
      )}
      {catalog.skippedTotal > 0 && (
        <>
          <Typography>
            {countOf(catalog.skippedTotal, 'node')} cannot become catalog
            entities:
          </Typography>
          <ul className={classes.list}>
            {catalog.skipped.map(({ name, reason }) => (
              <li key={name}>
                <Link to={nodeLink({ name })} underline="always">
                  {name}
                </Link>
                : {reason}
              </li>
            ))}
            {unlisted > 0 && <li>and {formatCount(unlisted)} more</li>}
          </ul>
        </>
      )}
    </section>
  );
};
