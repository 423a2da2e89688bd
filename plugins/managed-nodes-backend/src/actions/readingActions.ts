import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { NotFoundError } from '@backstage/errors';
import {
  ManagedNode,
  MissingPatchPage,
  MissingPatchRequest,
  NodeFilter,
  NodeListRequest,
  NodePage,
  NodePatchPlan,
} from '@managed-nodes/plugin-managed-nodes-common';
import { nodeInWords } from './words';

/** What actions read, always with the credentials of whoever calls them. */
export interface PatchQuestions {
  nodes(
    request: NodeListRequest,
    credentials: BackstageCredentials,
  ): Promise<NodePage>;
  node(
    name: string,
    credentials: BackstageCredentials,
  ): Promise<ManagedNode | undefined>;
  missing(
    request: MissingPatchRequest,
    credentials: BackstageCredentials,
  ): Promise<MissingPatchPage>;
  plan(node: ManagedNode): Promise<NodePatchPlan>;
}

/** Rows an answer has at the most: agents read them all. */
const MOST = 50;

const NONCOMPLIANT = {
  patchStanding: ['overdue', 'due', 'stale', 'never-reported'],
} satisfies NodeFilter;

function briefly(node: ManagedNode) {
  return {
    name: node.name,
    title: node.title,
    owner: node.ownerRef,
    application: node.systemRef ?? node.componentRef ?? undefined,
    status: node.status,
    standing: node.patch.standing,
    dueAt: node.patch.dueAt ?? undefined,
    worst: node.patch.bucket,
    missing: node.patch.missing,
    failed: node.patch.failed,
    pendingReboot: node.patch.installedPendingReboot,
    lastReportAt: node.patch.lastOperationAt ?? undefined,
  };
}

/**
 * Registers what agents and templates may ask about patches. Answers are
 * narrowed to the nodes that the caller may read, as those of the REST API.
 */
export function registerReadingActions(
  registry: ActionsRegistryService,
  questions: PatchQuestions,
): void {
  registry.register({
    name: 'list-noncompliant-nodes',
    title: 'List noncompliant managed nodes',
    description:
      'Lists managed nodes (servers in AWS Systems Manager) that do not keep the patch policy or soon will not, most urgent first: overdue, due, with a report that is too old, or never scanned. Only nodes that the caller may see.',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          owner: z
            .string()
            .optional()
            .describe('Entity ref of the owner, e.g. group:default/team-a'),
          application: z
            .string()
            .optional()
            .describe('Entity ref of the System or Component they serve'),
          limit: z.number().int().min(1).max(MOST).default(20),
        }),
      output: z =>
        z.object({
          total: z.number().describe('How many there are in all'),
          nodes: z.array(
            z.object({
              name: z.string().describe('Its id in this portal'),
              title: z.string(),
              owner: z.string(),
              application: z.string().optional(),
              status: z.string(),
              standing: z.string(),
              dueAt: z.string().optional(),
              worst: z.string().describe('Kind of the worst patch that lacks'),
              missing: z.number(),
              failed: z.number(),
              pendingReboot: z.number(),
              lastReportAt: z.string().optional(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const page = await questions.nodes(
        {
          ...NONCOMPLIANT,
          owner: input.owner ? [input.owner] : undefined,
          application: input.application ? [input.application] : undefined,
          sort: 'patchDue',
          order: 'asc',
          limit: input.limit,
        },
        credentials,
      );
      return {
        output: { total: page.totalItems, nodes: page.items.map(briefly) },
      };
    },
  });

  registry.register({
    name: 'explain-node-compliance',
    title: 'Explain the patch compliance of a managed node',
    description:
      'Says in words how a managed node stands with the patch policy, which patches lack and since when, by when they have to be there, and what will be installed by itself and when.',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          node: z
            .string()
            .describe('Name of the node in this portal, e.g. mi-0abc…'),
        }),
      output: z =>
        z.object({
          explanation: z.string(),
          patches: z.array(
            z.object({
              patch: z.string(),
              title: z.string(),
              kind: z.string(),
              cves: z.array(z.string()),
              since: z.string(),
              dueAt: z.string().optional(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const node = await questions.node(input.node, credentials);
      if (!node) {
        throw new NotFoundError(
          `No managed node ${input.node}, or none you may see`,
        );
      }
      const [missing, plan] = await Promise.all([
        questions.missing({ name: [node.name], limit: MOST }, credentials),
        questions.plan(node),
      ]);
      return {
        output: {
          explanation: nodeInWords(node, missing.totalItems, plan),
          patches: missing.items.map(patch => ({
            patch: patch.kbId,
            title: patch.title,
            kind: patch.kind,
            cves: patch.cves,
            since: patch.oldestAt,
            dueAt: patch.dueAt ?? undefined,
          })),
        },
      };
    },
  });

  registry.register({
    name: 'list-missing-patches',
    title: 'List the patches that an application lacks',
    description:
      'Lists patches that are missing on the managed nodes of an application or owner, worst first, each with its CVEs, on how many nodes, since when, and by when it has to be there. Only nodes that the caller may see.',
    attributes: { readOnly: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          application: z
            .string()
            .optional()
            .describe('Entity ref of a System or Component'),
          owner: z.string().optional().describe('Entity ref of the owner'),
          limit: z.number().int().min(1).max(MOST).default(20),
        }),
      output: z =>
        z.object({
          total: z.number(),
          nodes: z.number().describe('Nodes that lack any of them'),
          patches: z.array(
            z.object({
              patch: z.string(),
              title: z.string(),
              kind: z.string(),
              severity: z.string().optional(),
              cves: z.array(z.string()),
              nodes: z.number(),
              since: z.string(),
              dueAt: z.string().optional(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const page = await questions.missing(
        {
          owner: input.owner ? [input.owner] : undefined,
          application: input.application ? [input.application] : undefined,
          limit: input.limit,
        },
        credentials,
      );
      return {
        output: {
          total: page.totalItems,
          nodes: page.totalNodes,
          patches: page.items.map(patch => ({
            patch: patch.kbId,
            title: patch.title,
            kind: patch.kind,
            severity: patch.severity ?? undefined,
            cves: patch.cves,
            nodes: patch.nodes,
            since: patch.oldestAt,
            dueAt: patch.dueAt ?? undefined,
          })),
        },
      };
    },
  });
}
