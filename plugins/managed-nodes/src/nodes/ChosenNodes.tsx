import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import Button from '@material-ui/core/Button';
import { useEffect, useMemo, useState } from 'react';
import { PatchActions } from '../patches/actions/PatchActions';
import { SelectionBar } from '../shared/SelectionBar';

/** What can be done with the nodes chosen, or with all that the filter finds. */
export const ChosenNodes = (props: {
  names: string[];
  filter: NodeFilter;
  /** How many nodes the filter finds. Unset while that is not known. */
  total?: number;
  onClear: () => void;
}) => {
  const { names, filter, total = 0 } = props;
  const [all, setAll] = useState(false);
  const condition = JSON.stringify(filter);
  // What was said of one filter's nodes is not said of another's.
  useEffect(() => setAll(false), [condition, names]);
  const selection = useMemo(
    () => (all ? { filter } : { nodes: names }),
    [all, filter, names],
  );
  return (
    <SelectionBar
      onClear={props.onClear}
      actions={<PatchActions selection={selection} />}
    >
      {all
        ? `All ${countOf(total, 'node')} chosen`
        : `${countOf(names.length, 'node')} chosen`}{' '}
      {!all && total > names.length && (
        <Button size="small" color="primary" onClick={() => setAll(true)}>
          Choose all {countOf(total, 'node')} that match
        </Button>
      )}
    </SelectionBar>
  );
};
