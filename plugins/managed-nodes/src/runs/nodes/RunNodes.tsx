import { NodeOutcome, Run } from '@managed-nodes/plugin-managed-nodes-common';
import { useRunNodes } from '@managed-nodes/plugin-managed-nodes-react';
import {
  NODES_AT_ONCE,
  OutcomeNodes,
} from '../../shared/operations/OutcomeNodes';
import { RUN_NODE_COLUMNS, RunNodeRow } from './RunNodeRow';

/** The nodes of a run. */
export const RunNodes = (props: {
  run: Run;
  outcomes: NodeOutcome[];
  q: string;
  onSearch: (text: string) => void;
  onClear: () => void;
}) => {
  const { run, outcomes, q, onSearch, onClear } = props;
  const list = useRunNodes(run, {
    outcome: outcomes.length ? outcomes : undefined,
    q: q || undefined,
    limit: NODES_AT_ONCE,
  });
  return (
    <OutcomeNodes
      label="Nodes of this run"
      columns={RUN_NODE_COLUMNS}
      all={run.nodes}
      list={list}
      narrowed={outcomes.length > 0}
      q={q}
      onSearch={onSearch}
      onClear={onClear}
      row={node => <RunNodeRow key={node.name} run={run} node={node} />}
    />
  );
};
