import { plainText } from '@managed-nodes/plugin-managed-nodes-common';
import { truncateMiddle } from '@managed-nodes/plugin-managed-nodes-react';
import { useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { CountLink } from '../../shared/CountLinks';

/** A column with more different values tells rows apart, and no parts. */
const MOST_VALUES = 8;

const LONGEST = 40;

type Row = Record<string, string>;

/** The values of a column by how many rows have them; undefined when they make no parts. */
function partsOf(column: string, rows: Row[]): Map<string, number> | undefined {
  const counts = new Map<string, number>();
  for (const { [column]: value = '' } of rows) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > MOST_VALUES || value.length > LONGEST) {
      return undefined;
    }
  }
  return counts.size > 1 && counts.size * 2 <= rows.length ? counts : undefined;
}

/**
 * What rows of a table have in common: the parts that the values of a column
 * make of it, each a link to it alone. Which is shown is kept in the address.
 */
export function useResultParts(columns: string[], rows: Row[]) {
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const column = params.get('column');
  const value = params.get('value');
  const counted = useMemo(
    () =>
      columns.flatMap(name => {
        const counts = partsOf(name, rows);
        return counts ? [{ name, counts }] : [];
      }),
    [columns, rows],
  );
  const at = (part?: { column: string; value: string }) => {
    const next = new URLSearchParams(params);
    next.delete('column');
    next.delete('value');
    if (part) {
      next.set('column', part.column);
      next.set('value', part.value);
    }
    return `${pathname}?${next}`;
  };
  const parts = counted.map(({ name, counts }) => ({
    column: name,
    links: [...counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([each, count]): CountLink => {
        const current = name === column && each === value;
        return {
          key: each,
          label: truncateMiddle(plainText(each), LONGEST) || 'nothing',
          count,
          current,
          to: at(current ? undefined : { column: name, value: each }),
        };
      }),
  }));
  const matching = useMemo(
    () =>
      column !== null && columns.includes(column)
        ? rows.filter(row => (row[column] ?? '') === (value ?? ''))
        : rows,
    [column, value, columns, rows],
  );
  return { parts, matching };
}
