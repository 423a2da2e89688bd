import {
  NodeOutcome,
  PatchOperation,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  isOperationOver,
  usePatchOperationNodes,
} from '@managed-nodes/plugin-managed-nodes-react';
import {
  NODES_AT_ONCE,
  OutcomeNodes,
} from '../../shared/operations/OutcomeNodes';
import { COLUMNS, OperationNodeRow } from './OperationNodeRow';

/** The nodes of a scan or install. */
export const OperationNodes = (props: {
  operation: PatchOperation;
  outcomes: NodeOutcome[];
  q: string;
  onSearch: (text: string) => void;
  onClear: () => void;
}) => {
  const { operation, outcomes, q, onSearch, onClear } = props;
  const list = usePatchOperationNodes(
    operation.id,
    {
      outcome: outcomes.length ? outcomes : undefined,
      q: q || undefined,
      limit: NODES_AT_ONCE,
    },
    !isOperationOver(operation.state),
  );
  return (
    <OutcomeNodes
      label="Nodes of this operation"
      columns={COLUMNS}
      all={operation.nodes}
      list={list}
      narrowed={outcomes.length > 0}
      q={q}
      onSearch={onSearch}
      onClear={onClear}
      row={node => (
        <OperationNodeRow
          key={node.name}
          operation={operation.id}
          node={node}
        />
      )}
    />
  );
};
