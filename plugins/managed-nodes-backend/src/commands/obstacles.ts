import { NodeRow } from '../nodes/rows';

/** Why nothing can be done to a node now, whatever it is. */
export interface Obstacle {
  reason: 'offline' | 'gone' | 'already-running';
  detail: string;
}

/**
 * What keeps a node from taking part in any operation, if something does.
 *
 * @param taken - names of nodes that another operation has
 */
export function obstacleOf(
  { name, status }: Pick<NodeRow, 'name' | 'status'>,
  taken: Set<string>,
): Obstacle | null {
  switch (status) {
    case 'online':
      break;
    case 'stopped':
      return { reason: 'offline', detail: 'Its instance is stopped' };
    case 'connection-lost':
      return { reason: 'offline', detail: 'Its agent does not answer' };
    case 'missing':
      return {
        reason: 'gone',
        detail: 'The last listing of its account and Region did not show it',
      };
    default:
      return { reason: 'gone', detail: 'It is not managed any more' };
  }
  return taken.has(name)
    ? {
        reason: 'already-running',
        detail: 'Something else from the portal is under way there',
      }
    : null;
}
