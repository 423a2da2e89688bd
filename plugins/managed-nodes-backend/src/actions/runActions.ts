import { AuditorService } from '@backstage/backend-plugin-api';
import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import {
  parameterValuesSchema,
  runSkipReasonSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { parse } from '../api/routing';
import { onRecord } from '../commands/onRecord';
import { requireUser } from '../commands/people';
import { isStorable, storable } from '../commands/storable';
import { Runs } from '../runbooks/runs/Runs';

/** Nodes of one call: agents name them one by one. */
const MOST = 50;

/** What runs for agents need. */
export interface RunActionOptions {
  runs: Pick<Runs, 'preview' | 'start'>;
  auditor: AuditorService;
}

/** The same for a preview and a start: which runbook, on what, with what. */
const runInput = {
  runbook: 'The id of the runbook, as list-runbooks gives it',
  nodes:
    'Names of the nodes in this portal, e.g. mi-0abc…; left out for runbooks that take none',
  parameters: 'Values by the names of parameters, as the runbook asks for them',
};

function selectionOf(nodes: string[] | undefined) {
  return nodes?.length ? { selection: { nodes } } : {};
}

/**
 * Registers the runs that agents and templates may preview and start,
 * in the name of the person they act for: through the same service, with the
 * same checks and approvals as in the portal. A start needs the digest of a
 * preview, so that nothing is started that was not looked at.
 */
export function registerRunActions(
  registry: ActionsRegistryService,
  options: RunActionOptions,
): void {
  registerPreview(registry, options);
  registerStart(registry, options);
}

function registerPreview(
  registry: ActionsRegistryService,
  { auditor, runs }: RunActionOptions,
): void {
  registry.register({
    name: 'preview-run',
    title: 'Preview the run of a runbook',
    description:
      'Tells what the run of a runbook would do now: on which nodes, which are skipped and why, with which parameters, and whether somebody has to approve it. Changes nothing. Its digest is needed to start exactly this.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          runbook: z.string().min(1).max(64).describe(runInput.runbook),
          nodes: z
            .array(z.string().min(1).max(63).refine(isStorable))
            .max(MOST)
            .optional()
            .describe(runInput.nodes),
          parameters: z
            .record(z.string(), z.unknown())
            .optional()
            .describe(runInput.parameters),
        }),
      output: z =>
        z.object({
          nodes: z.array(z.string()),
          skipped: z.array(
            z.object({
              node: z.string(),
              reason: z.enum(
                runSkipReasonSchema.options as [string, ...string[]],
              ),
              detail: z.string(),
            }),
          ),
          parameters: z.array(
            z.object({ name: z.string(), value: z.string() }),
          ),
          approval: z
            .array(z.string())
            .nullable()
            .describe('Why somebody has to approve it; null: nobody has to'),
          confirm: z
            .number()
            .nullable()
            .describe('The number of nodes that has to be given to start it'),
          digest: z.string(),
        }),
    },
    action: async ({ input, credentials }) => {
      const { runbook, nodes } = input;
      return onRecord(
        auditor,
        {
          eventId: 'run-preview',
          meta: { runbook, nodes: nodes ?? [], via: 'actions' },
        },
        credentials,
        async () => {
          requireUser(credentials);
          const preview = await runs.preview(
            {
              runbook,
              ...selectionOf(nodes),
              parameters: parse(
                parameterValuesSchema,
                storable(input.parameters ?? {}),
              ),
            },
            credentials,
          );
          return {
            result: {
              output: {
                nodes: preview.nodes.map(({ name }) => name),
                skipped: preview.skipped.map(({ name, reason, detail }) => ({
                  node: name,
                  reason,
                  detail,
                })),
                parameters: preview.parameters.map(({ name, value }) => ({
                  name,
                  value:
                    typeof value === 'string' ? value : JSON.stringify(value),
                })),
                approval: preview.approval?.reasons ?? null,
                confirm: preview.confirm,
                digest: preview.digest,
              },
            },
          };
        },
      );
    },
  });
}

function registerStart(
  registry: ActionsRegistryService,
  { auditor, runs }: RunActionOptions,
): void {
  registry.register({
    name: 'start-run',
    title: 'Start the run of a runbook',
    description:
      'Starts a runbook on machines, in the name of the person it is done for, or asks for its approval where one is needed. Needs the digest of preview-run, and changes production machines: have the person confirm what the preview says.',
    attributes: { readOnly: false, destructive: true, idempotent: true },
    schema: {
      input: z =>
        z.object({
          runbook: z.string().min(1).max(64).describe(runInput.runbook),
          nodes: z
            .array(z.string().min(1).max(63).refine(isStorable))
            .max(MOST)
            .optional()
            .describe(runInput.nodes),
          parameters: z
            .record(z.string(), z.unknown())
            .optional()
            .describe(runInput.parameters),
          digest: z.string().min(1).max(64).describe('From preview-run'),
          idempotencyKey: z
            .string()
            .uuid()
            .describe(
              'A UUID for this start; the same one again gives the run that it started before',
            ),
          confirm: z
            .number()
            .int()
            .optional()
            .describe('The number of nodes, where preview-run asks for it'),
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
          run: z.string().describe('Id of the run'),
          state: z.string(),
          nodes: z.array(z.string()),
        }),
    },
    action: async ({ input, credentials }) => {
      const { runbook, nodes, digest } = input;
      return onRecord(
        auditor,
        {
          eventId: 'run-start',
          severityLevel: 'high',
          meta: { runbook, nodes: nodes ?? [], digest, via: 'actions' },
        },
        credentials,
        async () => {
          const started = await runs.start(
            {
              runbook,
              ...selectionOf(nodes),
              parameters: parse(
                parameterValuesSchema,
                storable(input.parameters ?? {}),
              ),
              digest,
              idempotencyKey: input.idempotencyKey,
              confirm: input.confirm,
              note: input.note,
            },
            credentials,
          );
          const { id, state } = started.run;
          return {
            meta: { run: id, state, count: started.nodes.length },
            result: { output: { run: id, state, nodes: started.nodes } },
          };
        },
      );
    },
  });
}
