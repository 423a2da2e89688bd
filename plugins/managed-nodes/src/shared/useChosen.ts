import { useCallback, useMemo, useState } from 'react';

/** The rows of a table that a person has chosen, over all its pages. */
export function useChosen() {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());

  const toggle = useCallback(
    (id: string) =>
      setIds(now =>
        now.has(id)
          ? new Set([...now].filter(other => other !== id))
          : new Set([...now, id]),
      ),
    [],
  );
  const setAll = useCallback(
    (some: string[], chosen: boolean) =>
      setIds(now =>
        chosen
          ? new Set([...now, ...some])
          : new Set([...now].filter(other => !some.includes(other))),
      ),
    [],
  );
  const clear = useCallback(() => setIds(new Set()), []);
  const list = useMemo(() => [...ids], [ids]);

  return { ids, list, toggle, setAll, clear };
}
