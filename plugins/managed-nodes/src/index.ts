/**
 * Managed nodes in a Backstage portal, for the legacy frontend system. The
 * new one finds its extensions at `/alpha`.
 *
 * @packageDocumentation
 */
export * from './plugin';
export * from './entityFilters';
export { useRunbooksMenuItems } from './runbooks/cards/menuItem';
