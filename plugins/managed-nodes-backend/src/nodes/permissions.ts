import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  Environment,
  environmentSchema,
  ManagedNode,
  RESOURCE_TYPE_MANAGED_NODE,
} from '@managed-nodes/plugin-managed-nodes-common';
import { z } from 'zod';
import { matchesPredicate, NodePredicate } from './predicates';

/**
 * Managed nodes as a resource of the permission framework.
 *
 * @public
 */
export const managedNodePermissionResourceRef = createPermissionResourceRef<
  ManagedNode,
  NodePredicate
>().with({
  pluginId: 'managed-nodes',
  resourceType: RESOURCE_TYPE_MANAGED_NODE,
});

/** Both sides of a rule from the one predicate it stands for, so that they cannot differ. */
function both<TParams>(predicate: (params: TParams) => NodePredicate) {
  return {
    apply: (node: ManagedNode, params: TParams) =>
      matchesPredicate(node, predicate(params)),
    toQuery: (params: TParams) => predicate(params),
  };
}

const resourceRef = managedNodePermissionResourceRef;

const isNodeOwner = createPermissionRule({
  name: 'IS_NODE_OWNER',
  description: 'Nodes owned by one of the given catalog entities',
  resourceRef,
  paramsSchema: z.object({
    owners: z
      .array(z.string())
      .describe('Entity refs, e.g. the ownershipEntityRefs of the user'),
  }),
  ...both(({ owners }: { owners: string[] }) => ({
    field: 'owner',
    in: owners,
  })),
});

const hasTag = createPermissionRule({
  name: 'HAS_TAG',
  description: 'Nodes with a tag, and with the given value if there is one',
  resourceRef,
  paramsSchema: z.object({
    key: z.string().describe('Tag key'),
    value: z.string().optional().describe('Tag value; any if absent'),
  }),
  ...both(({ key, value }: { key: string; value?: string }) => ({
    tag: key,
    value,
  })),
});

const inAccount = createPermissionRule({
  name: 'IN_ACCOUNT',
  description: 'Nodes in one of the given AWS accounts',
  resourceRef,
  paramsSchema: z.object({ accounts: z.array(z.string()) }),
  ...both(({ accounts }: { accounts: string[] }) => ({
    field: 'account',
    in: accounts,
  })),
});

const inRegion = createPermissionRule({
  name: 'IN_REGION',
  description: 'Nodes in one of the given AWS Regions',
  resourceRef,
  paramsSchema: z.object({ regions: z.array(z.string()) }),
  ...both(({ regions }: { regions: string[] }) => ({
    field: 'region',
    in: regions,
  })),
});

const inEnvironment = createPermissionRule({
  name: 'IN_ENVIRONMENT',
  description: 'Nodes that live in one of the given environments',
  resourceRef,
  paramsSchema: z.object({ environments: z.array(environmentSchema) }),
  ...both(({ environments }: { environments: Environment[] }) => ({
    field: 'environment',
    in: environments,
  })),
});

const servesApplication = createPermissionRule({
  name: 'SERVES_APPLICATION',
  description: 'Nodes that serve one of the given Systems or Components',
  resourceRef,
  paramsSchema: z.object({ applications: z.array(z.string()) }),
  ...both(({ applications }: { applications: string[] }) => ({
    field: 'application',
    in: applications,
  })),
});

/**
 * The rules a policy may use on managed nodes. Each works on a node in memory
 * and as SQL alike.
 *
 * @public
 */
export const managedNodesPermissionRules = {
  isNodeOwner,
  hasTag,
  inAccount,
  inRegion,
  inEnvironment,
  servesApplication,
};

const conditionExports = createConditionExports({
  resourceRef: managedNodePermissionResourceRef,
  rules: managedNodesPermissionRules,
});

/**
 * Conditions for policies, one per rule.
 *
 * @public
 */
export const managedNodesConditions = conditionExports.conditions;

/**
 * Makes a policy's answer of a node permission and conditions.
 *
 * @public
 */
export const createManagedNodesConditionalDecision =
  conditionExports.createConditionalDecision;
