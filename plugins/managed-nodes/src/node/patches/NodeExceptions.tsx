import {
  ManagedNode,
  PatchException,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  EntityLink,
  ErrorState,
  RelativeTime,
  SkeletonLines,
  usePatchExceptionsOf,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import { ExceptButton } from '../../patches/exceptions/ExceptButton';
import { PatchSection } from './PatchSection';

const useStyles = makeStyles(theme => ({
  list: { margin: 0, padding: 0, listStyle: 'none' },
  item: { padding: theme.spacing(0.5, 0) },
  quiet: {
    color: theme.palette.textSubtle,
    fontSize: 13,
    '& a': { textDecoration: 'underline' },
  },
}));

const Exception = (props: { exception: PatchException }) => {
  const classes = useStyles();
  const { exception } = props;
  return (
    <li className={classes.item}>
      <div>
        {exception.patch === '*' ? 'All patches' : <bdi>{exception.patch}</bdi>}
        , until it ends <RelativeTime value={exception.until} />
      </div>
      <div>
        <bdi>{exception.reason}</bdi>
      </div>
      <div className={classes.quiet}>
        by <EntityLink entityRef={exception.createdBy} />
        {exception.scope === 'application' && (
          <>
            {' '}
            for all of <EntityLink entityRef={exception.subject} />
          </>
        )}
      </div>
    </li>
  );
};

/** Which patches need not be on the node for now, and why. */
export const NodeExceptions = (props: { node: ManagedNode }) => {
  const classes = useStyles();
  const { name, systemRef, componentRef } = props.node;
  const node = usePatchExceptionsOf({ subject: name });
  const system = usePatchExceptionsOf(
    { subject: systemRef ?? '' },
    { enabled: systemRef !== null },
  );
  const component = usePatchExceptionsOf(
    { subject: componentRef ?? '' },
    { enabled: componentRef !== null },
  );
  const all = [node, system, component];
  const failed = all.find(({ error, data }) => error && !data);
  const items = all.flatMap(({ data }) => data?.items ?? []);

  const body = () => {
    if (failed?.error) {
      return <ErrorState error={failed.error} onRetry={failed.refetch} />;
    }
    if (all.some(({ isLoading }) => isLoading)) {
      return <SkeletonLines lines={2} />;
    }
    return items.length ? (
      <ul className={classes.list}>
        {items.map(exception => (
          <Exception key={exception.id} exception={exception} />
        ))}
      </ul>
    ) : (
      'None: every patch that its baseline approves is wanted.'
    );
  };

  return (
    <PatchSection title="Exceptions">
      {body()}
      {props.node.status !== 'left' && <ExceptButton node={props.node} />}
    </PatchSection>
  );
};
