import { Avatar } from '@backstage/core-components';
import Card from '@material-ui/core/Card';
import CardActionArea from '@material-ui/core/CardActionArea';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Persona, personas } from './personas';

const useStyles = makeStyles(theme => ({
  page: {
    minHeight: '100vh',
    boxSizing: 'border-box',
    padding: theme.spacing(8, 3),
    background: theme.palette.background.default,
    color: theme.palette.text.primary,
  },
  inner: { maxWidth: 880, margin: '0 auto' },
  lead: { margin: theme.spacing(1, 0, 5), maxWidth: 620 },
  cards: {
    display: 'grid',
    gap: theme.spacing(3),
    gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))',
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  card: { height: '100%' },
  action: {
    height: '100%',
    display: 'flex',
    alignItems: 'flex-start',
    justifyContent: 'flex-start',
    gap: theme.spacing(2),
    padding: theme.spacing(3),
  },
  sees: { marginTop: theme.spacing(1) },
  footnote: {
    marginTop: theme.spacing(5),
    color: theme.palette.text.secondary,
  },
}));

/** The choice of whom to be, a card for each persona. */
export const PersonaCards = (props: {
  onChoose: (persona: Persona) => void;
}) => {
  const classes = useStyles();
  return (
    <main className={classes.page}>
      <div className={classes.inner}>
        <Typography variant="h3" component="h1">
          Managed Nodes demo
        </Typography>
        <Typography className={classes.lead}>
          Everybody sees the machines they own. Choose whom to be; signing out
          brings you back here.
        </Typography>
        <ul className={classes.cards}>
          {personas.map(persona => (
            <li key={persona.id}>
              <Card className={classes.card}>
                <CardActionArea
                  className={classes.action}
                  onClick={() => props.onChoose(persona)}
                >
                  <Avatar displayName={persona.name} />
                  <div>
                    <Typography variant="h5" component="h2" gutterBottom>
                      {persona.name}
                    </Typography>
                    <Typography color="textSecondary">
                      {persona.team}
                    </Typography>
                    <Typography className={classes.sees}>
                      {persona.sees}
                    </Typography>
                  </div>
                </CardActionArea>
              </Card>
            </li>
          ))}
        </ul>
        <Typography className={classes.footnote} variant="body2">
          No password is asked for: this sign-in exists in the demo only.
        </Typography>
      </div>
    </main>
  );
};
