import { z } from 'zod';

/** The columns a person can choose from, in the order they stand in. */
export const columnIdSchema = z.enum([
  'title',
  'status',
  'patch',
  'patchDue',
  'patchReport',
  'owner',
  'application',
  'environment',
  'platform',
  'account',
  'region',
  'agentVersion',
  'lastPing',
  'ipAddress',
  'resourceType',
  'monitoring',
  'alarm',
  'firstSeen',
]);

/** @internal */
export type ColumnId = z.infer<typeof columnIdSchema>;

/** What answers "how is it, whose is it" without scrolling sideways. */
export const DEFAULT_COLUMNS: ColumnId[] = [
  'title',
  'status',
  'patch',
  'owner',
  'application',
  'platform',
  'account',
];

/** @internal */
export const densitySchema = z.enum(['comfortable', 'compact']);

/** How much room rows take. */
export type Density = z.infer<typeof densitySchema>;
