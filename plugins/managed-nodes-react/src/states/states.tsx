import { managedNodesNodeReadPermission } from '@managed-nodes/plugin-managed-nodes-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useMemo } from 'react';
import { CopyButton } from '../components/CopyButton';
import { deniedPermission, describeError } from './describeError';
import { StatePanel } from './StatePanel';

const useStyles = makeStyles(theme => ({
  reference: {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    fontSize: 12,
    color: theme.palette.textSubtle,
    overflowWrap: 'anywhere',
  },
}));

/**
 * The user lacks a permission: which one, and who can grant it.
 *
 * @public
 */
export const DeniedState = (props: { permission: string }) => {
  const classes = useStyles();
  return (
    <StatePanel title="You may not see this">
      It takes the permission{' '}
      <code className={classes.reference}>{props.permission}</code>
      <CopyButton text={props.permission} what="permission name" />. Whoever
      keeps this portal’s permission policy can grant it.
    </StatePanel>
  );
};

/**
 * Something went wrong: what, what to do, a retry, and a reference to quote.
 * A refusal is shown as {@link DeniedState}.
 *
 * @public
 */
export const ErrorState = (props: {
  error: Error;
  onRetry?: () => void;
  /** The permission to name when a refusal names none. */
  permission?: string;
}) => {
  const classes = useStyles();
  const { error, onRetry } = props;
  const described = useMemo(() => describeError(error, new Date()), [error]);
  const permission = deniedPermission(
    error,
    props.permission ?? managedNodesNodeReadPermission.name,
  );
  if (permission) {
    return <DeniedState permission={permission} />;
  }
  return (
    <StatePanel
      role="alert"
      title={described.what}
      actions={
        onRetry && (
          <Button variant="outlined" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {described.next}
      <div>
        <code className={classes.reference}>{described.reference}</code>
        <CopyButton text={described.reference} what="reference" />
      </div>
    </StatePanel>
  );
};

/**
 * There is nothing: why, and what one can do next.
 *
 * @public
 */
export const EmptyState = (props: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) => (
  <StatePanel title={props.title} actions={props.action}>
    {props.children}
  </StatePanel>
);
