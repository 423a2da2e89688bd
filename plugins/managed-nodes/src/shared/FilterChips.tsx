import { truncateMiddle } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  chip: { margin: 0 },
}));

/** What narrows the list now, each to be lifted with a click or Backspace. */
export const FilterChips = <F extends { key: string; label: string }>(props: {
  filters: F[];
  onLift: (filter: F) => void;
  onClear: () => void;
}) => {
  const classes = useStyles();
  if (!props.filters.length) {
    return null;
  }
  return (
    <ul className={classes.root} aria-label="Active filters">
      {props.filters.map(filter => (
        <li key={filter.key}>
          <Chip
            size="small"
            className={classes.chip}
            label={truncateMiddle(filter.label, 48)}
            title={filter.label}
            onClick={() => props.onLift(filter)}
            onDelete={() => props.onLift(filter)}
            aria-label={`Remove filter ${filter.label}`}
          />
        </li>
      ))}
      <li>
        <Button size="small" onClick={props.onClear}>
          Clear filters
        </Button>
      </li>
    </ul>
  );
};
