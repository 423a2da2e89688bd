/**
 * Runbooks as steps of software templates.
 *
 * @packageDocumentation
 */
export { scaffolderModuleManagedNodes as default } from './module';
export { createRunRunbookAction } from './action';
