import { z } from 'zod';

/**
 * What can be made to go wrong:
 * `throttle`, `server-error` (5xx), `outage` (503 for everything that
 * matches), `slow` (waits `milliseconds`), `reset` (drops the connection),
 * `access-denied`, `short-page`, `empty-page`, `expired-token` (refuses the
 * pagination token), `looping-token` (answers with the token it was sent),
 * `clock-skew` (a service whose clock is off by `milliseconds`), `garbage` (a
 * body that is no answer at all) and `truncated` (half of one).
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
  'clock-skew',
  'garbage',
  'truncated',
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

const DAY = 86_400_000;

const faultShape = requestMatchSchema.extend({
  kind: faultKindSchema,
  /** How many requests that match are left alone first. Default 0. */
  after: z.number().int().nonnegative().optional(),
  /** How often it happens before it is over. Default: until it is removed. */
  count: z.number().int().positive().optional(),
  /** How likely it happens each time. Default 1. */
  probability: z.number().min(0).max(1).optional(),
  /**
   * How long `slow` waits, at most 600,000, default 1,000; by how much the
   * clock of `clock-skew` is ahead, at most a day, less than nothing when it is
   * behind, default an hour.
   */
  milliseconds: z.number().int().min(-DAY).max(DAY).optional(),
});

export const faultInputSchema = faultShape.refine(
  ({ kind, milliseconds = 0 }) =>
    kind === 'clock-skew' || (milliseconds >= 0 && milliseconds <= 600_000),
  { path: ['milliseconds'], error: 'must be from 0 to 600000' },
);

/** @public */
export type FaultInput = z.infer<typeof faultInputSchema>;

export const faultSchema = faultShape.extend({ id: z.string() });

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
