import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import {
  formatCount,
  MiddleTruncated,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
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

/** A value with its box to tick and its count. */
export const CheckOption = (props: {
  option: FacetOption;
  onToggle: (value: string) => void;
  /** Greatest length of the label in characters. Default: 22. */
  max?: number;
}) => {
  const classes = useStyles();
  const { option, onToggle, max = 22 } = props;
  return (
    <label className={classes.option}>
      <input
        type="checkbox"
        className={classes.box}
        checked={option.chosen}
        onChange={() => onToggle(option.value)}
      />
      {option.entityRef ? (
        <EntityDisplayName entityRef={option.entityRef} hideIcon />
      ) : (
        <MiddleTruncated text={option.label} max={max} />
      )}
      {option.count !== undefined && (
        <span className={classes.count}>{formatCount(option.count)}</span>
      )}
    </label>
  );
};
