import { AuditorService } from '@backstage/backend-plugin-api';
import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { skipReasonSchema } from '@managed-nodes/plugin-managed-nodes-common';
import { randomUUID } from 'node:crypto';
import { onRecord } from '../commands/onRecord';
import { PatchActions } from '../patches/actions/PatchActions';
import { requireUser } from '../commands/people';
import { isStorable } from '../commands/storable';

/** Nodes of one call: agents name them one by one. */
const MOST = 50;

/** What scans for agents need. */
export interface ScanActionOptions {
  actions: Pick<PatchActions, 'preview' | 'start'>;
  auditor: AuditorService;
}

/**
 * Registers the scan that agents and templates may start, in the name of the
 * person they act for and no further than that person may. Installs are not
 * for agents: those have people confirm what they saw.
 */
export function registerScanAction(
  registry: ActionsRegistryService,
  { actions, auditor }: ScanActionOptions,
): void {
  registry.register({
    name: 'scan-nodes',
    title: 'Scan managed nodes for missing patches',
    description:
      'Has AWS Systems Manager scan managed nodes (servers) for missing patches now. Installs nothing and never reboots. Only nodes that the caller may see and scan; others that are named make it fail or are skipped, with why. The scan takes some minutes; the compliance of the nodes is read anew when it has ended.',
    attributes: { readOnly: false, destructive: false, idempotent: false },
    schema: {
      input: z =>
        z.object({
          nodes: z
            .array(z.string().min(1).max(63).refine(isStorable))
            .min(1)
            .max(MOST)
            .describe('Names of the nodes in this portal, e.g. mi-0abc…'),
          note: z
            .string()
            .trim()
            .max(1000)
            .refine(isStorable)
            .optional()
            .describe('Why, for those who read of it later'),
        }),
      output: z =>
        z.object({
          operation: z
            .string()
            .describe('Id of the operation, as on the page Operations'),
          state: z.string(),
          nodes: z.array(z.string()).describe('Names of those scanned'),
          skipped: z.array(
            z.object({
              node: z.string(),
              reason: z.enum(skipReasonSchema.options as [string, ...string[]]),
              detail: z.string(),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const { nodes, note } = input;
      return onRecord(
        auditor,
        {
          eventId: 'patch-start',
          severityLevel: 'high',
          meta: { action: 'scan', nodes, count: nodes.length, via: 'actions' },
        },
        credentials,
        async () => {
          requireUser(credentials);
          const selection = { nodes };
          const { digest, skipped } = await actions.preview(
            { action: 'scan', selection },
            credentials,
          );
          const started = await actions.start(
            {
              action: 'scan',
              selection,
              digest,
              idempotencyKey: randomUUID(),
              note,
            },
            credentials,
          );
          const { id, state } = started.operation;
          return {
            meta: {
              operation: id,
              nodes: started.nodes,
              count: started.nodes.length,
            },
            result: {
              output: {
                operation: id,
                state,
                nodes: started.nodes,
                skipped: skipped.map(({ name, reason, detail }) => ({
                  node: name,
                  reason,
                  detail,
                })),
              },
            },
          };
        },
      );
    },
  });
}
