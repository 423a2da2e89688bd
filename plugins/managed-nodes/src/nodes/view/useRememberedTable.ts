import { storageApiRef, useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { z } from 'zod';
import { columnIdSchema, densitySchema } from './columnIds';

const KEY = 'nodes-table';

const rememberedSchema = z.object({
  columns: z.array(columnIdSchema).min(1).optional(),
  density: densitySchema.optional(),
});

/** What a user chose of the Nodes table. */
type Remembered = z.infer<typeof rememberedSchema>;

/** The user's last choice of columns and density, kept in the portal's user storage. */
export function useRememberedTable() {
  const storageApi = useApi(storageApiRef);
  const bucket = useMemo(
    () => storageApi.forBucket('managed-nodes'),
    [storageApi],
  );
  const [stored, setStored] = useState<unknown>(
    () => bucket.snapshot(KEY).value,
  );
  useEffect(() => {
    const subscription = bucket
      .observe$(KEY)
      .subscribe(snapshot => setStored(snapshot.value));
    return () => subscription.unsubscribe();
  }, [bucket]);

  const table: Remembered = useMemo(
    () => rememberedSchema.safeParse(stored).data ?? {},
    [stored],
  );
  const remember = useCallback(
    (patch: Remembered) => {
      const next = { ...table, ...patch };
      setStored(next);
      return bucket.set(KEY, next);
    },
    [bucket, table],
  );
  return { table, remember };
}
