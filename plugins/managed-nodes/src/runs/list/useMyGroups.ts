import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { useEffect, useState } from 'react';

/** The groups that the reader is in, as the portal knows them; undefined while it is not known. */
export function useMyGroups(): string[] | undefined {
  const identity = useApi(identityApiRef);
  const [groups, setGroups] = useState<string[]>();
  useEffect(() => {
    let gone = false;
    const settle = (refs: string[]) => {
      if (!gone) {
        setGroups(refs.filter(ref => ref.toLowerCase().startsWith('group:')));
      }
    };
    identity.getBackstageIdentity().then(
      ({ ownershipEntityRefs }) => settle(ownershipEntityRefs),
      // Who cannot be told to be in a group has none here.
      () => settle([]),
    );
    return () => {
      gone = true;
    };
  }, [identity]);
  return groups;
}
