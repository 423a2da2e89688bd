import { Link } from '@backstage/core-components';
import {
  identityApiRef,
  useApi,
  useRouteRef,
} from '@backstage/core-plugin-api';
import {
  EmptyState,
  ErrorState,
  SkeletonLines,
  usePatchCompliance,
} from '@managed-nodes/plugin-managed-nodes-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { PatchesAnswerView } from '../entity/PatchesAnswerView';
import { rootRouteRef } from '../routes';
import { Surface } from '../shared/Surface';
import { MyStandings } from './MyStandings';

const Answer = (props: { owners: string[] }) => {
  const fleet = useRouteRef(rootRouteRef)();
  const within = useMemo(() => ({ owner: props.owners }), [props.owners]);
  const { data, error, refetch } = usePatchCompliance(within);
  if (data?.total.nodes === 0) {
    return (
      <EmptyState
        title="You own no nodes"
        action={<Link to={fleet}>The nodes that you may see</Link>}
      >
        Nodes are yours when the ownership rules of this portal give them to
        you, or to a group that you are in.
      </EmptyState>
    );
  }
  if (data) {
    return (
      <PatchesAnswerView compliance={data} within={within}>
        <MyStandings compliance={data} within={within} />
      </PatchesAnswerView>
    );
  }
  return error ? (
    <ErrorState error={error} onRetry={refetch} />
  ) : (
    <SkeletonLines lines={4} />
  );
};

/** The entity refs of all that whoever looks owns things as: themselves and their groups. */
function useOwners() {
  const identityApi = useApi(identityApiRef);
  const [attempt, setAttempt] = useState(0);
  const [owners, setOwners] = useState<string[]>();
  const [error, setError] = useState<Error>();
  useEffect(() => {
    let wanted = true;
    setError(undefined);
    identityApi.getBackstageIdentity().then(
      ({ ownershipEntityRefs }) => wanted && setOwners(ownershipEntityRefs),
      cause =>
        wanted &&
        setError(cause instanceof Error ? cause : new Error(String(cause))),
    );
    return () => {
      wanted = false;
    };
  }, [identityApi, attempt]);
  const retry = useCallback(() => setAttempt(count => count + 1), []);
  return { owners, error, retry };
}

/** On the portal's home page: whether the nodes of whoever looks are patched. */
export const MyNodes = () => {
  const { owners, error, retry } = useOwners();
  if (error) {
    return <ErrorState error={error} onRetry={retry} />;
  }
  return (
    <Surface>
      {owners ? <Answer owners={owners} /> : <SkeletonLines lines={4} />}
    </Surface>
  );
};
