import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  managedNodesSyncManagePermission,
  managedNodesSyncReadPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  EmptyState,
  ErrorState,
  SkeletonLines,
  TargetKey,
  useDecideHeld,
  useHeldNodes,
  useSyncHealth,
} from '@managed-nodes/plugin-managed-nodes-react';
import { makeStyles } from '@material-ui/core/styles';
import ArrowBackIcon from '@material-ui/icons/ArrowBack';
import { useParams } from 'react-router-dom';
import { syncRouteRef } from '../../routes';
import { HeldOutcome } from './HeldOutcome';
import { HeldReview } from './HeldReview';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(2),
    maxWidth: 1100,
  },
  back: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    justifySelf: 'start',
  },
}));

/** The target as people call it, by the account's name where that is known. */
function usePlace({ account, region }: TargetKey): string {
  const { allowed } = usePermission({
    permission: managedNodesSyncReadPermission,
  });
  const health = useSyncHealth({ enabled: allowed });
  const name = health.data?.targets.find(
    target => target.account === account,
  )?.accountName;
  return `${name ?? account}, ${region}`;
}

const Held = (props: { target: TargetKey }) => {
  const { target } = props;
  const place = usePlace(target);
  const held = useHeldNodes(target);
  const decide = useDecideHeld(target);
  const sync = useRouteRef(syncRouteRef)();

  if (decide.isSuccess) {
    return (
      <HeldOutcome
        target={target}
        place={place}
        decision={decide.variables.decision}
        removed={decide.data.removed}
      />
    );
  }
  if (held.data) {
    return (
      <HeldReview
        // A hold of another listing is another question.
        key={held.data.held.generation}
        held={held.data}
        place={place}
        deciding={decide.isPending}
        error={decide.error}
        onDecide={decision =>
          decide.mutate({
            generation: held.data.held.generation,
            decision,
          })
        }
        onLookAgain={() => {
          decide.reset();
          held.refetch();
        }}
      />
    );
  }
  if (held.error instanceof ResponseError && held.error.statusCode === 404) {
    return (
      <EmptyState
        title="Nothing is held here"
        action={<Link to={sync}>To all targets</Link>}
      >
        A later listing of {place} showed the nodes again, or somebody has
        decided on them already.
      </EmptyState>
    );
  }
  if (held.error) {
    return (
      <ErrorState
        error={held.error}
        onRetry={held.refetch}
        permission={managedNodesSyncManagePermission.name}
      />
    );
  }
  return <SkeletonLines lines={8} />;
};

/** The nodes whose removal is held in the target of the address, and what to do about them. */
export const HeldPage = () => {
  const classes = useStyles();
  const sync = useRouteRef(syncRouteRef)();
  const { account = '', region = '' } = useParams();
  return (
    <div className={classes.root}>
      <Link to={`${sync}?state=held`} className={classes.back}>
        <ArrowBackIcon fontSize="inherit" aria-hidden /> Held removals
      </Link>
      <Held key={`${account}/${region}`} target={{ account, region }} />
    </div>
  );
};
