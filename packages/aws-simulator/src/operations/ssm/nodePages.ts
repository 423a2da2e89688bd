import { Fleet } from '../../fleet/Fleet';
import { SimulatedNode } from '../../fleet/types';
import { Page } from '../../services/Pager';
import { RequestContext } from '../../services/types';

/** Pages the managed nodes of the caller's account and Region, or what `nodes` gives. */
export function pageNodes<View>(
  context: RequestContext,
  listing: {
    token: string | undefined;
    size: number;
    filters?: unknown;
    include?(node: SimulatedNode): boolean;
    view(node: SimulatedNode): View;
    nodes?: readonly SimulatedNode[];
  },
): Page<View> {
  const nodes =
    listing.nodes ?? context.fleet.list(context.account, context.region);
  const { include } = listing;
  return context.pager.page<SimulatedNode, View>({
    ...listing,
    include: node =>
      (node.managed || listing.nodes !== undefined) &&
      (!include || include(node)),
    from: seq => Fleet.from(nodes, seq),
    positionOf: node => node.seq,
  });
}
