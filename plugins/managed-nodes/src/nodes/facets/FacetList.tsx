import { formatCount } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { CheckOption, FacetOption } from '../../shared/CheckOption';

const SHOWN_AT_FIRST = 6;

const useStyles = makeStyles(theme => ({
  group: { border: 0, padding: 0, margin: theme.spacing(0, 0, 2), minWidth: 0 },
  title: {
    padding: 0,
    marginBottom: theme.spacing(0.5),
    fontSize: 13,
    fontWeight: 600,
  },
  more: { padding: theme.spacing(0, 0.5), fontSize: 13 },
}));

/** The values of one facet with their counts, the largest at first. */
export const FacetList = (props: {
  title: string;
  options: FacetOption[];
  onToggle: (value: string) => void;
}) => {
  const classes = useStyles();
  const [all, setAll] = useState(false);
  const { title, options, onToggle } = props;
  if (!options.length) {
    return null;
  }
  const shown = all
    ? options
    : options.filter(
        (option, index) => index < SHOWN_AT_FIRST || option.chosen,
      );
  return (
    <fieldset className={classes.group}>
      <legend className={classes.title}>{title}</legend>
      {shown.map(option => (
        <CheckOption key={option.value} option={option} onToggle={onToggle} />
      ))}
      {shown.length < options.length && (
        <Button
          size="small"
          className={classes.more}
          onClick={() => setAll(true)}
        >
          Show all {formatCount(options.length)}
        </Button>
      )}
    </fieldset>
  );
};
