import { NotAllowedError } from '@backstage/errors';
import {
  NodeOutcome,
  Run,
  RunbooksApi,
  RunPreview,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ActionContext,
  createTemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { examples } from './examples';
import { readRequest, uuidOf } from './input';
import { line, RunFollower } from './RunFollower';
import { runbooksOf, UserRunbooksOptions } from './UserRunbooks';

const MINUTE = 60_000;
const DEFAULT_MINUTES = 60;
const MOST_MINUTES = 24 * 60;

/** Nodes that an error names. */
const NAMED = 5;

const UNSUCCESSFUL: readonly NodeOutcome[] = [
  'failed',
  'timed-out',
  'cancelled',
  'not-sent',
];

/** What the action needs. */
export interface RunRunbookOptions extends UserRunbooksOptions {
  /** Where people open the portal, e.g. `https://portal.example.com`. */
  appUrl: string;
  /** How long to wait at first between two looks, in milliseconds. Default: 2,000. */
  waitMs?: number;
}

/**
 * The action `managed-nodes:runbook:run`: runs a runbook in the name of the
 * person who started the task, with the same checks, approvals and records as
 * in the portal, and follows it to its end.
 *
 * A step that is tried again, or goes on after a restart, follows the run that
 * it started before; it never starts a second one.
 *
 * @public
 */
export function createRunRunbookAction(options: RunRunbookOptions) {
  return createTemplateAction({
    id: 'managed-nodes:runbook:run',
    description:
      'Runs a runbook on managed nodes in the name of whoever started the task, and waits for its end',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        runbook: z => z.string().describe('Id of the runbook'),
        nodes: z =>
          z
            .array(z.string())
            .max(1000)
            .optional()
            .describe('Managed nodes: their names, or entity refs'),
        entity: z =>
          z
            .string()
            .optional()
            .describe(
              'Instead of nodes: all that belong to this Component, System, Domain, Group or User',
            ),
        parameters: z =>
          z
            .record(z.string(), z.unknown())
            .optional()
            .describe('Values by the names of parameters'),
        note: z =>
          z
            .string()
            .max(1000)
            .optional()
            .describe('Why, for those who approve it or read of it later'),
        wait: z =>
          z
            .boolean()
            .optional()
            .describe('Whether to wait until it is over. Default: true'),
        timeoutMinutes: z =>
          z
            .number()
            .int()
            .min(1)
            .max(MOST_MINUTES)
            .optional()
            .describe(
              `How long to wait, approval included. Default: ${DEFAULT_MINUTES}. The run goes on after that`,
            ),
        cancelOnAbort: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether to cancel the run when the task is cancelled. Default: false',
            ),
      },
      output: {
        run: z => z.string().describe('Id of the run'),
        state: z => z.string(),
        url: z => z.string().describe('Where it is shown'),
        outcomes: z =>
          z.record(z.string(), z.number()).describe('Nodes by outcome'),
      },
    },
    async handler(ctx) {
      const { input, logger } = ctx;
      const runbooks = runbooksOf(options, () => ctx.getInitiatorCredentials());
      const request = readRequest(input);
      if (ctx.isDryRun) {
        tellPreview(ctx, await runbooks.preview(request));
        return;
      }
      const step = [
        ctx.task.id,
        ctx.step?.id ?? '',
        JSON.stringify(ctx.each ?? null),
      ];
      const { digest, confirm } = await ctx.checkpoint({
        key: `managed-nodes.preview.${uuidOf(...step)}`,
        fn: async () => {
          const preview = await runbooks.preview(request);
          tellPreview(ctx, preview);
          return { digest: preview.digest, confirm: preview.confirm };
        },
      });
      const id = await ctx.checkpoint({
        key: `managed-nodes.run.${uuidOf(...step)}`,
        fn: async () => {
          const run = await runbooks.start({
            ...request,
            digest,
            // Should the answer get lost: the same key gives the same run.
            idempotencyKey: uuidOf('managed-nodes:runbook:run', ...step),
            ...(confirm !== null && { confirm }),
            ...(input.note && { note: input.note }),
          });
          return run.id;
        },
      });
      const url = `${options.appUrl.replace(
        /\/+$/,
        '',
      )}/managed-nodes/runs/${id}`;
      ctx.output('run', id);
      ctx.output('url', url);
      logger.info(`The run is at ${url}`);
      const run =
        input.wait === false
          ? await runbooks.getRun(id)
          : await followToEnd(ctx, options, runbooks, id, url);
      ctx.output('state', run.state);
      ctx.output('outcomes', run.outcomes);
    },
  });
}

type Context = Pick<ActionContext<{}>, 'logger' | 'signal'> & {
  input: {
    timeoutMinutes?: number;
    cancelOnAbort?: boolean;
  };
};

function tellPreview({ logger }: Pick<Context, 'logger'>, preview: RunPreview) {
  const { nodes, skipped, places, parameters, approval } = preview;
  logger.info(
    nodes.length
      ? `Runs ${line(preview.document.name)} on ${nodes
          .map(({ title, name }) => line(title || name))
          .join(', ')}`
      : `Runs ${line(preview.document.name)} in ${places
          .map(({ account, region }) => `${account} ${region}`)
          .join(', ')}`,
  );
  for (const { name, value } of parameters) {
    logger.info(`  ${line(name)}: ${line(JSON.stringify(value))}`);
  }
  for (const { title, name, detail } of skipped) {
    logger.warn(`Leaves out ${line(title || name)}: ${line(detail)}`);
  }
  if (approval) {
    logger.info(`Needs an approval: ${line(approval.reasons.join('; '))}`);
  }
}

/** @throws Error when it does not succeed, or not in time. */
async function followToEnd(
  ctx: Context,
  { waitMs }: RunRunbookOptions,
  runbooks: RunbooksApi,
  id: string,
  url: string,
): Promise<Run> {
  const { logger, signal, input } = ctx;
  const follower = RunFollower.create({ runbooks, logger, signal, waitMs });
  const minutes = input.timeoutMinutes ?? DEFAULT_MINUTES;
  const until = Date.now() + minutes * MINUTE;
  try {
    let run = await follower.follow(id, until);
    if (run.canStart) {
      logger.info(`${run.approval?.decidedBy} approved it; it is started now`);
      await runbooks.launchRun(id, { signal });
      run = await follower.follow(id, until);
    }
    await check(run, follower, url, minutes);
    return run;
  } catch (error) {
    if (signal?.aborted) {
      if (input.cancelOnAbort) {
        await runbooks.cancelRun(id);
        logger.info('The run is cancelled');
      } else {
        logger.info(`The run goes on: ${url}`);
      }
    }
    throw error;
  }
}

async function check(
  run: Run,
  follower: RunFollower,
  url: string,
  minutes: number,
): Promise<void> {
  const subject = line(run.title);
  if (run.state === 'succeeded') {
    return;
  }
  if (run.state === 'rejected') {
    throw new NotAllowedError(
      `${subject} was rejected by ${run.approval?.decidedBy}: ${line(
        run.approval?.comment ?? '',
      )}`,
    );
  }
  if (run.endedAt === null && run.state !== 'expired') {
    throw new Error(
      `${subject} did not end within ${minutes} minutes (${run.state}). It goes on: ${url}`,
    );
  }
  const failed: string[] = [];
  let more = false;
  for await (const { title, name } of follower.nodes(run.id, UNSUCCESSFUL)) {
    if (failed.length === NAMED) {
      more = true;
      break;
    }
    failed.push(line(title || name));
  }
  const where = failed.length
    ? ` on ${failed.join(', ')}${more ? ' and others' : ''}`
    : '';
  const why = run.failure ? `: ${line(run.failure)}` : '';
  throw new Error(`${subject} ended as ${run.state}${where}${why}. See ${url}`);
}
