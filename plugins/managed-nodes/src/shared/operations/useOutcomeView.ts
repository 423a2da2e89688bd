import { NodeOutcome } from '@managed-nodes/plugin-managed-nodes-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { OUTCOMES } from './outcomes';

const ALONE = {};

/**
 * Which nodes of an operation or a run are shown, kept in the address.
 *
 * @param along - what the address says besides once somebody asks for nodes of
 * some outcome; must stay the same object
 */
export function useOutcomeView(along: Record<string, string> = ALONE) {
  const [params, setParams] = useSearchParams();
  const outcomes = useMemo(
    () =>
      params
        .getAll('outcome')
        .filter((value): value is NodeOutcome =>
          OUTCOMES.some(outcome => outcome === value),
        ),
    [params],
  );

  const toggle = useCallback(
    (outcome: NodeOutcome) =>
      setParams(current => {
        const next = new URLSearchParams(current);
        const others = next
          .getAll('outcome')
          .filter(value => value !== outcome);
        const wanted = next.getAll('outcome').includes(outcome)
          ? others
          : [...others, outcome];
        next.delete('outcome');
        wanted.forEach(value => next.append('outcome', value));
        Object.entries(along).forEach(([name, value]) => next.set(name, value));
        return next;
      }),
    [setParams, along],
  );

  const search = useCallback(
    (text: string) =>
      setParams(
        current => {
          const next = new URLSearchParams(current);
          if (text) {
            next.set('q', text);
          } else {
            next.delete('q');
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );

  const clear = useCallback(
    () =>
      setParams(current => {
        const next = new URLSearchParams(current);
        next.delete('outcome');
        next.delete('q');
        return next;
      }),
    [setParams],
  );
  return { outcomes, q: params.get('q') ?? '', toggle, search, clear };
}
