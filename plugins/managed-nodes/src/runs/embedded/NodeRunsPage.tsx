import { NodeFrame } from '../../node/NodeFrame';
import { NodeRuns } from './NodeRuns';

/** The runs on one node outside the catalog. */
export const NodeRunsPage = () => (
  <NodeFrame page="runs">{node => <NodeRuns node={node} />}</NodeFrame>
);
