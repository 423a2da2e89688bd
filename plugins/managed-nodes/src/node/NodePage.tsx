import { NodeFrame } from './NodeFrame';
import { NodeOverview } from './NodeOverview';

/** One node outside the catalog; the only page of those that left. */
export const NodePage = () => (
  <NodeFrame page="overview">{node => <NodeOverview node={node} />}</NodeFrame>
);
