import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { accountId, entityRef, words } from '../configValues';

const PLACEHOLDER = /\{\{\s*([^}]*?)\s*\}\}/g;
const KNOWN_PLACEHOLDERS = ['account', 'accountName'];

const text = z.string().min(1);

const choiceSchema = z
  .strictObject({
    units: z.array(text).default([]),
    accounts: z.array(accountId).default([]),
    tags: z.array(text).default([]),
  })
  .prefault({});

const rolePattern = text.superRefine((pattern, context) => {
  for (const [, name] of pattern.matchAll(PLACEHOLDER)) {
    if (!KNOWN_PLACEHOLDERS.includes(name)) {
      context.addIssue({
        code: 'custom',
        message: `expected {{ account }} or {{ accountName }}, got {{ ${name} }}`,
      });
    }
  }
});

/** What `managedNodes.organization` must look like. */
export const organizationSchema = z.strictObject({
  account: accountId,
  accountRole: z
    .strictObject({
      roleName: text.optional(),
      externalId: text.optional(),
    })
    .optional(),
  region: text.default('us-east-1'),
  interval: z.unknown().optional(),
  include: choiceSchema,
  exclude: choiceSchema,
  roleName: rolePattern.optional(),
  externalId: text.optional(),
  regions: z
    .union([z.literal('enabled'), z.array(text).min(1)], {
      error: "expected a list of Regions, or 'enabled'",
    })
    .optional(),
  allowedOwners: z
    .array(
      z.strictObject({
        match: z.strictObject({
          unit: words.optional(),
          accountTag: text.optional(),
          account: words.optional(),
        }),
        owners: z.array(entityRef),
      }),
    )
    .default([]),
  missingAfter: z.number().int().min(1).default(2),
  maxRemovalPercentage: z.number().min(0).max(100).default(20),
});

type Parsed = z.infer<typeof organizationSchema>;

/** Which accounts: any that one of the entries fits. */
export type AccountChoice = Parsed['include'];

/** Who may own nodes in the accounts that match. */
export type AllowedOwnersRule = Parsed['allowedOwners'][number];

/** `managedNodes.organization`, checked, defaults filled in. */
export interface OrganizationConfig
  extends Pick<
    Parsed,
    | 'region'
    | 'include'
    | 'exclude'
    | 'allowedOwners'
    | 'missingAfter'
    | 'maxRemovalPercentage'
  > {
  /** Whom to ask, and as whom; without a role, with the base credentials. */
  account: {
    id: string;
    roleName: string | undefined;
    externalId: string | undefined;
  };
  intervalMs: number;
  /** With placeholders. */
  roleName: string | undefined;
  externalId: string | undefined;
  regions: string[] | 'enabled';
}

/** What roles and Regions are inherited from. */
interface Inherited {
  roleName?: string;
  externalId?: string;
  regions?: string[];
  accounts: Array<{ id: string; roleName?: string; externalId?: string }>;
}

/**
 * Name of the role of an account. Characters that no role name can have, as
 * the names of accounts may, become dashes.
 */
export function renderRoleName(
  pattern: string,
  account: { id: string; name: string },
): string {
  return pattern.replace(PLACEHOLDER, (_, name: string) =>
    (name === 'account' ? account.id : account.name).replace(
      /[^\w+=,.@-]+/g,
      '-',
    ),
  );
}

/**
 * Puts together what `managedNodes.organization` says and inherits.
 *
 * @throws InputError naming the key of what is missing.
 */
export function readOrganization(
  parsed: Parsed,
  targets: Inherited,
  intervalMs: number,
): OrganizationConfig {
  const { interval: _, account, accountRole, ...rest } = parsed;
  const regions = parsed.regions ?? targets.regions;
  if (!regions) {
    throw new InputError(
      "Invalid config: managedNodes.organization.regions: expected a list of Regions, or 'enabled', here or in managedNodes.targets.regions",
    );
  }
  const roleName = parsed.roleName ?? targets.roleName;
  const externalId = parsed.externalId ?? targets.externalId;
  return {
    ...rest,
    intervalMs,
    regions,
    roleName,
    externalId,
    account: {
      id: account,
      ...(accountRole
        ? { roleName: accountRole.roleName, externalId: accountRole.externalId }
        : listingRole(account, { roleName, externalId }, targets)),
    },
  };
}

function listingRole(
  account: string,
  inherited: { roleName?: string; externalId?: string },
  targets: Inherited,
) {
  const own = targets.accounts.find(({ id }) => id === account);
  const pattern = own?.roleName ?? inherited.roleName;
  if (pattern && /\{\{\s*accountName\s*\}\}/.test(pattern)) {
    throw new InputError(
      'Invalid config: managedNodes.organization.accountRole: expected the role of the account that is asked, as its name is not known before',
    );
  }
  return {
    roleName: pattern && renderRoleName(pattern, { id: account, name: '' }),
    externalId: own?.externalId ?? inherited.externalId,
  };
}
