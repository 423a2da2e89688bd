/**
 * Extension points of the managed-nodes backend.
 *
 * @packageDocumentation
 */
export * from './ownership';
