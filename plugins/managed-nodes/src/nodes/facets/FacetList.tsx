import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import {
  formatCount,
  MiddleTruncated,
} from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';

const SHOWN_AT_FIRST = 6;

const useStyles = makeStyles(theme => ({
  group: { border: 0, padding: 0, margin: theme.spacing(0, 0, 2), minWidth: 0 },
  title: {
    padding: 0,
    marginBottom: theme.spacing(0.5),
    fontSize: 13,
    fontWeight: 600,
  },
  option: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr auto',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    padding: theme.spacing(0.25, 0.5),
    borderRadius: theme.shape.borderRadius,
    cursor: 'pointer',
    fontSize: 14,
    '&:hover': { background: theme.palette.action.hover },
  },
  // The browser's own: there are dozens, and Material UI's are slow to render.
  box: {
    width: 16,
    height: 16,
    margin: 0,
    accentColor: theme.palette.primary.main,
    colorScheme: theme.palette.type,
  },
  count: {
    color: theme.palette.textSubtle,
    fontVariantNumeric: 'tabular-nums',
    fontSize: 13,
  },
  more: { padding: theme.spacing(0, 0.5), fontSize: 13 },
}));

/** A value one can choose. */
export interface FacetOption {
  value: string;
  label: string;
  /** Set when the value is an entity, to be called what the catalog calls it. */
  entityRef?: string;
  /** Unset when it was not counted. */
  count?: number;
  chosen: boolean;
}

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
        <label key={option.value} className={classes.option}>
          <input
            type="checkbox"
            className={classes.box}
            checked={option.chosen}
            onChange={() => onToggle(option.value)}
          />
          {option.entityRef ? (
            <EntityDisplayName entityRef={option.entityRef} hideIcon />
          ) : (
            <MiddleTruncated text={option.label} max={22} />
          )}
          {option.count !== undefined && (
            <span className={classes.count}>{formatCount(option.count)}</span>
          )}
        </label>
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
