import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  unclaimed: {
    border: `1px solid ${theme.palette.textSubtle}`,
    borderRadius: 10,
    padding: theme.spacing(0, 1),
    fontSize: '0.85em',
    whiteSpace: 'nowrap',
  },
}));

function isEntityRef(text: string): boolean {
  try {
    return Boolean(stringifyEntityRef(parseEntityRef(text)));
  } catch {
    return false;
  }
}

/**
 * A link to any catalog entity by its ref; plain text when it is no ref.
 *
 * @public
 */
export const EntityLink = (props: { entityRef: string }) =>
  isEntityRef(props.entityRef) ? (
    <EntityRefLink entityRef={props.entityRef} hideIcon />
  ) : (
    <bdi>{props.entityRef}</bdi>
  );

/**
 * Whose node it is: a link to the owner, or that nobody has claimed it and
 * why.
 *
 * @public
 */
export const OwnerLink = (props: {
  ownerRef: string;
  claimed: boolean;
  unclaimedReason?: string | null;
}) => {
  const classes = useStyles();
  if (props.claimed) {
    return <EntityLink entityRef={props.ownerRef} />;
  }
  return (
    <Tooltip
      title={props.unclaimedReason ?? 'No ownership rule found an owner'}
    >
      <span className={classes.unclaimed}>Unclaimed</span>
    </Tooltip>
  );
};
