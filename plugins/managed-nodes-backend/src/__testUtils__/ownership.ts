import { Ownership } from '../nodes/types';

export const UNCLAIMED: Ownership = {
  ownerRef: 'group:default/platform-team',
  claimed: false,
  unclaimedReason: 'No ownership rule applies to it',
  systemRef: null,
  componentRef: null,
};

/** Owned by whom the Owner tag says, for the application the Application tag says. */
export function byTags(node: { tags: Record<string, string> }): Ownership {
  const { Owner, Application, Service } = node.tags;
  return Owner
    ? {
        ownerRef: `group:default/${Owner}`,
        claimed: true,
        unclaimedReason: null,
        systemRef: Application ? `system:default/${Application}` : null,
        componentRef: Service ? `component:default/${Service}` : null,
      }
    : UNCLAIMED;
}
