import { NodeFrame } from './NodeFrame';
import { NodePatchesView } from './patches/NodePatchesView';

/** The patches of one node outside the catalog. */
export const NodePatchesPage = () => (
  <NodeFrame page="patches">
    {node => <NodePatchesView node={node} />}
  </NodeFrame>
);
