import { z } from 'zod';

/** What there is on a machine. Timestamps are ISO 8601 in UTC. */
export const machineSchema = z.object({
  bootedAt: z.string(),
  /** Bytes of the system's volume, and how many are in use. */
  disk: z.number(),
  used: z.number(),
  /** Whether each service runs. */
  services: z.record(z.string(), z.boolean()),
  /** Bytes of each file. */
  files: z.record(z.string(), z.number()),
  packages: z.array(z.string()),
});

/** @public */
export type ModelMachine = z.infer<typeof machineSchema>;

export const machineChangeSchema = z.strictObject({
  /** Starts services, or stops them; those that are not there come to be. */
  services: z.record(z.string(), z.boolean()).optional(),
  /** Writes files, or with null removes them. */
  files: z.record(z.string(), z.string().nullable()).optional(),
});

/** @public */
export type MachineChange = z.infer<typeof machineChangeSchema>;

/** An execution as the control API shows it. */
export const modelAutomationSchema = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  document: z.string(),
  version: z.string(),
  executedBy: z.string(),
  parameters: z.record(z.string(), z.array(z.string())),
  clientToken: z.string().nullable(),
  parentId: z.string().nullable(),
  startedAt: z.string(),
  status: z.string(),
});

/** @public */
export type ModelAutomation = z.infer<typeof modelAutomationSchema>;

export const automationListSchema = z.object({
  automations: z.array(modelAutomationSchema),
});

export const remoteFileSchema = z.strictObject({
  name: z.string().min(1),
  content: z.string(),
});
