import { PatchPolicy } from '@managed-nodes/plugin-managed-nodes-common';
import { z } from 'zod';
import { matchSchema, moment } from '../configValues';

const DAY = 86_400_000;

const days = z.number().int().min(1).max(3650);

/** `managedNodes.patchPolicy` as it is written. */
export const patchPolicySchema = z.strictObject({
  days: z
    .strictObject({
      critical: days.default(7),
      security: days.default(14),
      other: days.default(30),
    })
    .prefault({}),
  staleAfterDays: days.default(14),
  countFrom: z.enum(['reported', 'released']).default('reported'),
  maxExceptionDays: days.default(180),
});

const freezeSchema = z
  .strictObject({
    name: z.string().min(1).max(128),
    from: moment,
    to: moment,
    actions: z
      .array(z.enum(['scan', 'install']))
      .min(1)
      .default(['install']),
    match: matchSchema.default({}),
  })
  // What is wrong with either of them is told by itself.
  .refine(({ from, to }) => !(from >= to), 'expected from to be before to');

/** `managedNodes.patches` as it is written. */
export const patchesSchema = z.strictObject({
  details: z
    .strictObject({
      enabled: z.boolean().default(true),
      callsPerSecond: z.number().positive().default(5),
    })
    .prefault({}),
  plans: z.strictObject({ interval: z.unknown().optional() }).prefault({}),
  snapshots: z.strictObject({ retention: z.unknown().optional() }).prefault({}),
  actions: z
    .strictObject({
      enabled: z.boolean().default(true),
      roleName: z.string().min(1).optional(),
      maxNodes: z.number().int().min(1).max(1000).default(500),
      confirmAbove: z.number().int().min(0).default(10),
      freezes: z.array(freezeSchema).default([]),
    })
    .prefault({}),
  notifications: z
    .strictObject({
      critical: z.boolean().default(true),
      weeklyDigest: z.boolean().default(true),
      installEnded: z.boolean().default(true),
      exceptionExpiring: z.boolean().default(true),
    })
    .prefault({}),
});

/** A time in which nodes are left alone. `from` and `to` in milliseconds since the epoch. */
export type PatchFreeze = z.infer<typeof freezeSchema>;

/** All that config says of patches, times in milliseconds. */
export interface PatchConfig {
  policy: PatchPolicy & { staleAfterMs: number; maxExceptionMs: number };
  details: z.infer<typeof patchesSchema>['details'];
  plans: { intervalMs: number };
  snapshots: { retentionMs: number };
  actions: z.infer<typeof patchesSchema>['actions'];
  notifications: z.infer<typeof patchesSchema>['notifications'];
}

/** Puts what config says of patches into the form we use. */
export function readPatches(
  { maxExceptionDays, ...policy }: z.infer<typeof patchPolicySchema>,
  patches: z.infer<typeof patchesSchema>,
  times: { planIntervalMs: number; snapshotRetentionMs: number },
): PatchConfig {
  return {
    policy: {
      ...policy,
      staleAfterMs: policy.staleAfterDays * DAY,
      maxExceptionMs: maxExceptionDays * DAY,
    },
    details: patches.details,
    plans: { intervalMs: times.planIntervalMs },
    snapshots: { retentionMs: times.snapshotRetentionMs },
    actions: patches.actions,
    notifications: patches.notifications,
  };
}
