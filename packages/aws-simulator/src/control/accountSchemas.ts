import { z } from 'zod';
import { OPT_IN_STATUSES } from '../model/RegionAccess';

const state = z.enum([
  'PENDING_ACTIVATION',
  'ACTIVE',
  'SUSPENDED',
  'PENDING_CLOSURE',
  'CLOSED',
]);
const tags = z.record(z.string().min(1).max(128), z.string().max(256));
const unit = z.string().max(500);
const regions = z.record(z.string(), z.enum(OPT_IN_STATUSES));

/** An account as the control API shows it. */
export const modelAccountSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  state,
  /** Names of its organizational units, e.g. `Workloads/Production`; empty for the root. */
  unit: z.string(),
  /** Id of the innermost of them, or of the root. */
  unitId: z.string(),
  tags: z.record(z.string(), z.string()),
  /** ISO 8601 in UTC. */
  joinedAt: z.string(),
  /** Opt-in status of every Region. */
  regions,
});

/** @public */
export type ModelAccount = z.infer<typeof modelAccountSchema>;

export const accountListSchema = z.object({
  accounts: z.array(modelAccountSchema),
});

export const joinAccountSchema = z.strictObject({
  name: z.string().min(1).max(50),
  /** Made from the name when left out. */
  id: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  email: z.string().min(6).max(64).optional(),
  /** Id or path of names of its unit; what is missing is created. Default: the root. */
  unit: unit.optional(),
  tags: tags.optional(),
});

/** @public */
export type JoinAccount = z.infer<typeof joinAccountSchema>;

export const accountChangeSchema = z.strictObject({
  /** In any but `ACTIVE` nobody can work in the account. */
  state: state.optional(),
  /** Where to move it: id or path of names; what is missing is created. */
  unit: unit.optional(),
  /** Replaces all its tags. */
  tags: tags.optional(),
});

/** @public */
export type AccountChange = z.infer<typeof accountChangeSchema>;

/** Without `regions`, the account gets back what it started with. */
export const accountRegionsSchema = z.strictObject({
  regions: regions.optional(),
});

/** @public */
export type AccountRegions = z.infer<typeof regions>;
