/**
 * What the managed-nodes frontend is made of, for other plugins to embed.
 *
 * @packageDocumentation
 */
export * from './data/managedNodesApiRef';
export * from './data/countersHooks';
export * from './data/hooks';
export * from './data/metricHooks';
export * from './data/patchActionHooks';
export * from './data/patchExceptionHooks';
export * from './data/patchHooks';
export * from './data/patchOperationHooks';
export * from './data/reportHooks';
export * from './data/runbookHooks';
export * from './data/runActionHooks';
export * from './data/runHooks';
export * from './data/syncHooks';
export * from './data/unmanagedHooks';
export * from './format/runWords';
export * from './format/text';
export * from './format/time';
export * from './format/useNow';
export * from './format/words';
export * from './components/StateWord';
export * from './components/chips';
export * from './components/CopyButton';
export * from './components/icons';
export * from './components/MiddleTruncated';
export * from './components/NodeName';
export * from './components/NoticeChip';
export * from './components/OwnerLink';
export * from './components/patchChips';
export * from './components/PatchName';
export * from './components/RelativeTime';
export * from './components/runChips';
export * from './states/states';
export * from './states/Skeletons';
