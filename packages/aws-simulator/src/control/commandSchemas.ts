import { z } from 'zod';

/** How Run Command behaves. */
export const commandSettingsSchema = z.strictObject({
  /** How many times faster than usual everything is that begins from now on. */
  speed: z.number().min(0.01).max(1000).optional(),
  /** Share of installs that go wrong by themselves, from 0 to 1. */
  failureRate: z.number().min(0).max(1).optional(),
});

/** @public */
export type CommandSettingsInput = z.infer<typeof commandSettingsSchema>;

export const commandSettingsStateSchema = commandSettingsSchema.required();

/** @public */
export type CommandSettingsState = z.infer<typeof commandSettingsStateSchema>;

export const failureSchema = z.strictObject({
  operation: z.enum(['Scan', 'Install']).default('Install'),
  /**
   * `operation`: it breaks off and reports nothing. `patches`: one patch cannot
   * be installed, all else is. Default `operation`, as a scan can only fail so.
   */
  kind: z.enum(['operation', 'patches']).default('operation'),
  /** How many of the node's next operations fail. 0 takes it back. */
  count: z.number().int().nonnegative().default(1),
});

/** @public */
export type FailureInput = z.input<typeof failureSchema>;

/** A command as the control API shows it. Timestamps are ISO 8601 in UTC. */
export const modelCommandSchema = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  /** ARN of who sent it; that of a session ends in its name. */
  sender: z.string(),
  document: z.string(),
  operation: z.string(),
  parameters: z.record(z.string(), z.string()),
  comment: z.string(),
  requestedAt: z.string(),
  status: z.string(),
  nodeIds: z.array(z.string()),
  /** Status of each node. */
  nodes: z.record(z.string(), z.string()),
});

/** @public */
export type ModelCommand = z.infer<typeof modelCommandSchema>;

export const commandListSchema = z.object({
  commands: z.array(modelCommandSchema),
});
