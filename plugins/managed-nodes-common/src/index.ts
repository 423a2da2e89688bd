/**
 * The contract of the managed-nodes plugins: types, schemas, permissions,
 * annotations and the API client.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './permissions';
export * from './plainText';
export * from './model/vocabulary';
export * from './model/node';
export * from './model/query';
export * from './model/selector';
export * from './model/overview';
export * from './model/sync';
export * from './model/unmanaged';
export * from './model/patchCompliance';
export * from './model/missingPatches';
export * from './model/patchPlans';
export * from './model/patchExceptions';
export * from './model/patchOperations';
export * from './model/documents';
export * from './model/runbooks';
export * from './model/runs';
export * from './model/report';
export * from './model/metrics';
export * from './model/counters';
export * from './model/changes';
export * from './client/ManagedNodesApi';
export * from './client/ManagedNodesClient';
export * from './client/PatchesApi';
export * from './client/MetricsApi';
export * from './client/RunbooksApi';
export * from './client/queryString';
export * from './client/requestOptions';
export type { ManagedNodesClientOptions } from './client/transport';
