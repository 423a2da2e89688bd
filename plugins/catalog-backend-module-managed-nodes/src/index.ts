/**
 * Managed nodes as catalog entities.
 *
 * @packageDocumentation
 */
export { catalogModuleManagedNodes as default } from './module';
