import { Link } from '@backstage/core-components';
import { StateWord } from '@managed-nodes/plugin-managed-nodes-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import InfoOutlinedIcon from '@material-ui/icons/InfoOutlined';
import ReportProblemIcon from '@material-ui/icons/ReportProblem';
import { useId } from 'react';
import { AttentionItem } from './attention';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  list: { margin: theme.spacing(1, 0, 0), padding: 0, listStyle: 'none' },
  item: { padding: theme.spacing(0.5, 0), fontSize: 14 },
}));

/** What needs somebody today. */
export const AttentionList = (props: { items: AttentionItem[] }) => {
  const classes = useStyles();
  const id = useId();
  return (
    <section className={classes.root} aria-labelledby={id}>
      <Typography variant="subtitle1" component="h3" id={id}>
        Needs attention
      </Typography>
      {props.items.length ? (
        <ul className={classes.list}>
          {props.items.map(item => (
            <li key={item.text} className={classes.item}>
              <StateWord
                tone={item.urgent ? 'warning' : 'neutral'}
                icon={item.urgent ? ReportProblemIcon : InfoOutlinedIcon}
              >
                <Link to={item.to}>{item.text}</Link>
              </StateWord>
            </li>
          ))}
        </ul>
      ) : (
        <Typography className={classes.item}>
          <StateWord tone="ok" icon={CheckCircleIcon}>
            Nothing today
          </StateWord>
        </Typography>
      )}
    </section>
  );
};
