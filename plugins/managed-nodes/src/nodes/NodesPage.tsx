import { NodesBrowser } from './NodesBrowser';

/** Every node the user may see. */
export const NodesPage = () => <NodesBrowser />;
