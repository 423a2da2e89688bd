import { z } from 'zod';

/**
 * What can be made to go wrong:
 * `throttle`, `server-error` (5xx), `outage` (503 for everything that
 * matches), `slow` (waits `milliseconds`), `reset` (drops the connection),
 * `access-denied`, `short-page`, `empty-page`, `expired-token` (refuses the
 * pagination token) and `looping-token` (answers with the token it was sent).
 */
export const faultKindSchema = z.enum([
  'throttle',
  'server-error',
  'outage',
  'slow',
  'reset',
  'access-denied',
  'short-page',
  'empty-page',
  'expired-token',
  'looping-token',
]);

/** @public */
export type FaultKind = z.infer<typeof faultKindSchema>;

/** Which requests something applies to; what is left out matches all. */
export const requestMatchSchema = z.strictObject({
  /** Signing name: `ssm`, `tagging`, `ec2`, `sts` or `organizations`. */
  service: z.string().optional(),
  operation: z.string().optional(),
  /** Account of whoever asks. */
  account: z.string().optional(),
  region: z.string().optional(),
});

/** @public */
export type RequestMatch = z.infer<typeof requestMatchSchema>;

export const faultInputSchema = requestMatchSchema.extend({
  kind: faultKindSchema,
  /** How many requests that match are left alone first. Default 0. */
  after: z.number().int().nonnegative().optional(),
  /** How often it happens before it is over. Default: until it is removed. */
  count: z.number().int().positive().optional(),
  /** How likely it happens each time. Default 1. */
  probability: z.number().min(0).max(1).optional(),
  /** How long `slow` waits. Default 1,000. */
  milliseconds: z.number().int().nonnegative().max(600_000).optional(),
});

/** @public */
export type FaultInput = z.infer<typeof faultInputSchema>;

export const faultSchema = faultInputSchema.extend({ id: z.string() });

/** @public */
export type Fault = z.infer<typeof faultSchema>;

/** A request as faults, limits and counters see it. */
export interface RequestKey {
  service: string;
  operation: string;
  account: string;
  region: string;
}

/** Whether a request is meant. */
export function isMatch(match: RequestMatch, request: RequestKey): boolean {
  return (
    (match.service ?? request.service) === request.service &&
    (match.operation ?? request.operation) === request.operation &&
    (match.account ?? request.account) === request.account &&
    (match.region ?? request.region) === request.region
  );
}
