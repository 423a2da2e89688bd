import { usePatchOperationOutput } from '@managed-nodes/plugin-managed-nodes-react';
import { OutputView } from '../../shared/operations/OutputView';

/** What a node printed in a scan or install, as plain text. */
export const NodeOutput = (props: {
  operation: string;
  node: string;
  /** Whether the node may still print more. */
  live: boolean;
}) => {
  const { operation, node, live } = props;
  const output = usePatchOperationOutput(operation, node, live);
  return <OutputView output={output} live={live} name={node} />;
};
