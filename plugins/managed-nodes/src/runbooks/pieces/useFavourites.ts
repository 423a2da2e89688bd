import { storageApiRef, useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { z } from 'zod';

const KEY = 'favourites';

const idsSchema = z.array(z.string()).catch([]);

/** The runbooks that a person has starred, kept where the portal keeps users' settings. */
export function useFavourites() {
  const api = useApi(storageApiRef);
  const bucket = useMemo(() => api.forBucket('managed-nodes.runbooks'), [api]);
  const [ids, setIds] = useState(() =>
    idsSchema.parse(bucket.snapshot(KEY).value),
  );

  useEffect(() => {
    const subscription = bucket
      .observe$(KEY)
      .subscribe(({ value }) => setIds(idsSchema.parse(value)));
    return () => subscription.unsubscribe();
  }, [bucket]);

  const toggle = useCallback(
    (id: string) =>
      bucket.set(
        KEY,
        ids.includes(id) ? ids.filter(other => other !== id) : [...ids, id],
      ),
    [bucket, ids],
  );
  return { ids, toggle };
}
