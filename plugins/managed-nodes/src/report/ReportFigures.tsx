import { makeStyles } from '@material-ui/core/styles';
import { DefinitionLink } from './DefinitionLink';
import { ReportFigure } from './figures';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(112px, 1fr))',
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  rows: {
    gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
    '@media screen and (max-width: 700px)': {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
  figure: {
    padding: theme.spacing(1.5, 2),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  value: {
    display: 'block',
    fontSize: 28,
    lineHeight: 1.2,
    fontWeight: 600,
    fontVariantNumeric: 'tabular-nums',
  },
  change: {
    display: 'block',
    minHeight: '1.4em',
    color: theme.palette.textSubtle,
    fontSize: 13,
  },
}));

/** Figures of the whole fleet, each with a link to what it counts. */
export const ReportFigures = (props: {
  figures: ReportFigure[];
  /** Three in a row, where they are not few. */
  inRows?: boolean;
}) => {
  const classes = useStyles();
  return (
    <ul
      className={`${classes.root} ${props.inRows ? classes.rows : ''}`}
      aria-label="The whole fleet"
    >
      {props.figures.map(({ definition, name, value, change }) => (
        <li key={definition} className={classes.figure}>
          <span className={classes.value}>{value}</span>
          <DefinitionLink of={definition}>{name}</DefinitionLink>
          <span className={classes.change}>{change}</span>
        </li>
      ))}
    </ul>
  );
};
