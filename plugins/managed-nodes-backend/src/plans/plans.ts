import { z } from 'zod';
import { items, moment, text, texts, whole } from './parse';
import { nextRun } from './schedule';
import { readTargets, targetSchema, targetsSchema } from './targets';
import { PlanObservation } from './types';

/** Any of `AWS-RunPatchBaseline`, `…Association` and `…WithHooks`. */
const PATCH_DOCUMENT = /^AWS-RunPatchBaseline(Association|WithHooks)?$/;

const AWS_ID = z.string().min(1).max(64);

const windowSchema = z.object({
  WindowId: AWS_ID,
  Name: text(256),
  Enabled: z.boolean().nullish().catch(null),
  Duration: whole(0, 24),
  Cutoff: whole(0, 24),
  Schedule: text(256),
  ScheduleTimezone: text(64),
  ScheduleOffset: whole(0, 31),
  EndDate: moment,
  NextExecutionTime: moment,
});

/** A maintenance window. */
export type Window = z.infer<typeof windowSchema>;

/** Reads a page of `DescribeMaintenanceWindows`. */
export const windowsSchema = items(windowSchema, 1000);

const windowTargetSchema = z.object({
  WindowTargetId: AWS_ID,
  Targets: targetsSchema,
});

/** Reads a page of `DescribeMaintenanceWindowTargets`. */
export const windowTargetsSchema = items(windowTargetSchema, 1000);

const valuesSchema = z
  .record(z.string(), z.unknown())
  .nullish()
  .catch(null)
  .transform(values => values ?? {});

const windowTaskSchema = z.object({
  WindowTaskId: AWS_ID,
  TaskArn: z.string().max(2048),
  Targets: items(targetSchema, 20),
  TaskParameters: valuesSchema,
});

/** A task of a maintenance window. */
export type WindowTask = z.infer<typeof windowTaskSchema>;

/** Reads a page of `DescribeMaintenanceWindowTasks`. */
export const windowTasksSchema = items(windowTaskSchema, 1000);

const invocationSchema = z.object({
  TaskParameters: valuesSchema,
  TaskInvocationParameters: z
    .object({
      RunCommand: z.object({ Parameters: valuesSchema }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

const associationSchema = z.object({
  AssociationId: AWS_ID,
  AssociationName: text(256),
  Name: z.string().max(2048),
  InstanceId: z.string().nullish().catch(null),
  Targets: targetsSchema,
  Parameters: valuesSchema,
  ScheduleExpression: text(256),
  ScheduleOffset: whole(0, 31),
  Date: moment,
  LastExecutionDate: moment,
  Overview: z
    .object({ Status: text(64) })
    .nullish()
    .catch(null),
});

/** Reads what `DescribeAssociation` says, or a page of `ListAssociations` without parameters. */
export const associationsSchema = items(associationSchema, 1000);

/** A State Manager association. */
export type Association = z.infer<typeof associationSchema>;

/** Whether a document, by its name or ARN, is one that scans or installs patches. */
export function isPatchDocument(document: string): boolean {
  return PATCH_DOCUMENT.test(document.slice(document.lastIndexOf('/') + 1));
}

function first(value: unknown): string | undefined {
  // Tasks that were made long ago have `{Values: […]}`.
  const list =
    value && typeof value === 'object' && 'Values' in value
      ? value.Values
      : value;
  return texts(64, 1).parse(list)[0];
}

/** @returns undefined where the parameters do not say which operation it is. */
function operationOf(
  parameters: Record<string, unknown>,
): Pick<PlanObservation, 'operation' | 'rebootOption'> | undefined {
  const operation = first(parameters.Operation);
  const reboot = first(parameters.RebootOption);
  if (operation !== 'Scan' && operation !== 'Install') {
    return undefined;
  }
  if (operation === 'Scan') {
    return { operation, rebootOption: null };
  }
  // What the documents do when it is not given.
  return {
    operation,
    rebootOption: reboot === 'NoReboot' ? 'NoReboot' : 'RebootIfNeeded',
  };
}

/** The parameters of a task: where it was made with them, or of `GetMaintenanceWindowTask`. */
export function taskParameters(answer: unknown): Record<string, unknown> {
  const task = invocationSchema.parse(answer);
  return {
    ...task.TaskParameters,
    ...task.TaskInvocationParameters?.RunCommand?.Parameters,
  };
}

/**
 * Makes a plan of a patch task.
 *
 * @returns undefined where the task does not say what it does.
 */
export function planOfTask(
  window: Window,
  task: WindowTask,
  parameters: Record<string, unknown>,
  windowTargets: z.infer<typeof windowTargetsSchema>,
  now: number,
): PlanObservation | undefined {
  const operation = operationOf(parameters);
  if (!operation) {
    return undefined;
  }
  const ids = task.Targets.filter(
    ({ Key }) => Key.toLowerCase() === 'windowtargetids',
  ).flatMap(({ Values }) => Values);
  const own = task.Targets.filter(
    ({ Key }) => Key.toLowerCase() !== 'windowtargetids',
  );
  const lists = ids.map(
    id =>
      windowTargets.find(({ WindowTargetId }) => WindowTargetId === id)
        ?.Targets ?? [],
  );
  const enabled = window.Enabled !== false;
  const schedule = {
    expression: window.Schedule,
    timezone: window.ScheduleTimezone,
    offsetDays: window.ScheduleOffset,
  };
  const told = window.NextExecutionTime;
  const next =
    told !== null && told > now ? told : nextRun(schedule, now, told);
  return {
    ...operation,
    kind: 'maintenance-window',
    awsId: window.WindowId,
    taskId: task.WindowTaskId,
    name: window.Name ?? window.WindowId,
    schedule: window.Schedule,
    scheduleTimezone: window.ScheduleTimezone,
    scheduleOffset: window.ScheduleOffset,
    // AWS tells of no next time where there is none.
    nextRunAt: enabled && told !== null ? notAfter(next, window.EndDate) : null,
    endsAt: window.EndDate,
    durationHours: window.Duration,
    cutoffHours: window.Cutoff,
    enabled,
    targets: readTargets([...lists, ...(own.length ? [own] : [])]),
    lastRunAt: null,
    lastStatus: null,
  };
}

function notAfter(time: number | null, end: number | null): number | null {
  return time !== null && end !== null && time > end ? null : time;
}

/**
 * Makes a plan of an association.
 *
 * @returns undefined where it has no schedule: it ran when it was made, as
 *   those do that Patch now leaves behind; or where it does not say what it
 *   does.
 */
export function planOfAssociation(
  association: Association,
  now: number,
): PlanObservation | undefined {
  const operation = operationOf(association.Parameters);
  const { ScheduleExpression: expression } = association;
  if (!operation || !expression) {
    return undefined;
  }
  const { InstanceId: node, Targets: targets } = association;
  const lastRunAt = association.LastExecutionDate;
  return {
    ...operation,
    kind: 'association',
    awsId: association.AssociationId,
    taskId: null,
    name:
      association.AssociationName ??
      text(256).parse(association.Name) ??
      association.AssociationId,
    schedule: expression,
    // State Manager has all its schedules in UTC.
    scheduleTimezone: null,
    scheduleOffset: association.ScheduleOffset,
    nextRunAt: nextRun(
      {
        expression,
        timezone: null,
        offsetDays: association.ScheduleOffset,
      },
      now,
      lastRunAt ?? association.Date,
    ),
    endsAt: null,
    durationHours: null,
    cutoffHours: null,
    enabled: true,
    targets: readTargets(
      !targets.length && node
        ? [[{ Key: 'InstanceIds', Values: [node] }]]
        : [targets],
    ),
    lastRunAt,
    lastStatus: association.Overview?.Status ?? null,
  };
}
