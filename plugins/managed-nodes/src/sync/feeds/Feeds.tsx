import { SyncHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { makeStyles } from '@material-ui/core/styles';
import { CatalogHealth } from './CatalogHealth';
import { EventsCard } from './EventsCard';
import { OrganizationCard } from './OrganizationCard';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))',
    alignItems: 'start',
  },
}));

/** What the portal's picture depends on besides the targets. */
interface Feed {
  key: string;
  /** Whether somebody has to see to it. */
  bad: boolean;
  card: JSX.Element;
}

function feedsOf(health: SyncHealth): Feed[] {
  const { discovery, organization, events, catalog } = health;
  const feeds: Feed[] = [];
  if (discovery) {
    feeds.push({
      key: 'discovery',
      bad: discovery.error !== null,
      card: (
        <OrganizationCard
          title="Finding accounts"
          one="account"
          consequence="The accounts found before go on being read."
          health={discovery}
        />
      ),
    });
  }
  if (organization) {
    feeds.push({
      key: 'organization',
      bad: organization.error !== null,
      card: (
        <OrganizationCard
          title="Nodes of the organization"
          one="node"
          consequence="Targets with a source of their own go on being read."
          health={organization}
        />
      ),
    });
  }
  if (events) {
    feeds.push({
      key: 'events',
      bad: events.problems.length > 0,
      card: <EventsCard events={events} />,
    });
  }
  feeds.push({
    key: 'catalog',
    bad: catalog.skippedTotal > 0,
    card: <CatalogHealth catalog={catalog} />,
  });
  return feeds;
}

/** Those that somebody has to see to, or all the others. */
export const Feeds = (props: { health: SyncHealth; bad: boolean }) => {
  const classes = useStyles();
  const feeds = feedsOf(props.health).filter(feed => feed.bad === props.bad);
  return feeds.length ? (
    <div className={classes.root}>
      {feeds.map(feed => (
        <div key={feed.key}>{feed.card}</div>
      ))}
    </div>
  ) : null;
};
