import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import {
  countOf,
  useOverview,
} from '@managed-nodes/plugin-managed-nodes-react';
import { useMemo } from 'react';
import { SelectionBar } from '../../shared/SelectionBar';
import { PatchActions } from '../actions/PatchActions';

/** The most a filter may name. */
const MOST = 100;

/** What can be done about the patches chosen: scan, or install on, the nodes that lack them. */
export const ChosenPatches = (props: {
  patches: string[];
  /** Narrows the nodes. */
  filter: NodeFilter;
  onClear: () => void;
}) => {
  const { patches, filter } = props;
  const chosen = useMemo(
    () => ({ filter: { ...filter, patch: patches.slice(0, MOST) } }),
    [filter, patches],
  );
  // A node may lack several of them, so the counts of the rows do not add up.
  const nodes = useOverview(chosen.filter).data?.total;
  if (patches.length > MOST) {
    return (
      <SelectionBar onClear={props.onClear} actions={null}>
        {countOf(patches.length, 'patch', 'patches')} chosen: more than {MOST}{' '}
        cannot be handled at once
      </SelectionBar>
    );
  }
  return (
    <SelectionBar
      onClear={props.onClear}
      actions={<PatchActions selection={chosen} />}
      note="An install puts in place all that the nodes’ baselines approve, not these alone."
    >
      {countOf(patches.length, 'patch', 'patches')} chosen
      {nodes !== undefined && `, missing on ${countOf(nodes, 'node')}`}
    </SelectionBar>
  );
};
