import {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { RunbookList } from '@managed-nodes/plugin-managed-nodes-common';
import { onRecord } from '../commands/onRecord';
import { isStorable } from '../commands/storable';
import { RunViews } from '../runbooks/runs/RunViews';

/** What looking at runbooks and runs needs. */
export interface RunReadingOptions {
  runViews: Pick<RunViews, 'get'>;
  /** The runbooks of this portal, and whether the caller may run them. */
  listRunbooks(credentials: BackstageCredentials): Promise<RunbookList>;
  auditor: AuditorService;
}

/** Registers what agents and templates may ask about runbooks and runs. */
export function registerRunReadingActions(
  registry: ActionsRegistryService,
  options: RunReadingOptions,
): void {
  registerList(registry, options);
  registerGet(registry, options);
}

function registerList(
  registry: ActionsRegistryService,
  { auditor, listRunbooks }: RunReadingOptions,
): void {
  registry.register({
    name: 'list-runbooks',
    title: 'List runbooks',
    description:
      'Lists the runbooks (AWS Systems Manager documents) that are published in this portal: what each does, on how many nodes the caller may run it, whether somebody has to approve, and why they may not run it, if so.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => z.object({}),
      output: z =>
        z.object({
          runbooks: z.array(
            z.object({
              id: z.string(),
              title: z.string(),
              description: z.string(),
              category: z.string(),
              risk: z.string(),
              approval: z.string(),
              onNodes: z.boolean(),
              nodes: z.number().describe('Of the caller, that it fits'),
              mayRun: z.boolean(),
              whyNot: z.string().nullable(),
            }),
          ),
        }),
    },
    action: async ({ credentials }) =>
      onRecord(
        auditor,
        { eventId: 'runbook-list', meta: { via: 'actions' } },
        credentials,
        async () => {
          const { items } = await listRunbooks(credentials);
          return {
            result: {
              output: {
                runbooks: items.map(item => ({
                  id: item.id,
                  title: item.title,
                  description: item.description,
                  category: item.category,
                  risk: item.risk,
                  approval: item.approval,
                  onNodes: item.onNodes,
                  nodes: item.nodes,
                  mayRun: item.mayRun,
                  whyNot: item.whyNot,
                })),
              },
            },
          };
        },
      ),
  });
}

function registerGet(
  registry: ActionsRegistryService,
  { auditor, runViews }: RunReadingOptions,
): void {
  registry.register({
    name: 'get-run',
    title: 'Look at a run',
    description:
      'Tells how a run that the caller may see is doing: its state, how many nodes have which outcome, and why it failed.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => z.object({ run: z.string().max(36).refine(isStorable) }),
      output: z =>
        z.object({
          run: z.string(),
          title: z.string(),
          state: z.string(),
          startedBy: z.string(),
          startedAt: z.string(),
          endedAt: z.string().nullable(),
          outcomes: z.record(z.string(), z.number()),
          failure: z.string().nullable(),
        }),
    },
    action: async ({ input, credentials }) =>
      onRecord(
        auditor,
        { eventId: 'run-fetch', meta: { id: input.run, via: 'actions' } },
        credentials,
        async () => {
          const run = await runViews.get(input.run, credentials);
          return {
            result: {
              output: {
                run: run.id,
                title: run.title,
                state: run.state,
                startedBy: run.startedBy,
                startedAt: run.startedAt,
                endedAt: run.endedAt,
                outcomes: run.outcomes,
                failure: run.failure,
              },
            },
          };
        },
      ),
  });
}
