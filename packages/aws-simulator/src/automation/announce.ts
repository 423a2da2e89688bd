import { EventBus } from '../events/EventBus';
import { AutomationExecution, isOver } from './types';

/** Automation writes dates like `Nov 29, 2024 7:43:20 PM`. */
function dateOf(time: number): string {
  return new Date(time)
    .toLocaleString('en-US', {
      timeZone: 'UTC',
      dateStyle: 'medium',
      timeStyle: 'medium',
    })
    .replace('\u202F', ' ')
    .replace(/(\d{4}),/, '$1');
}

/** Tells of an execution's new status. */
export function announceExecution(
  events: EventBus,
  execution: AutomationExecution,
  at: number,
): void {
  const { request, id, startedAt, endedAt, status } = execution;
  const { account, region, documentName, documentVersion } = request;
  const arn = (resource: string) =>
    `arn:aws:ssm:${region}:${account}:${resource}`;
  events.happened(
    {
      detailType: 'EC2 Automation Execution Status-change Notification',
      source: 'aws.ssm',
      account,
      region,
      resources: [
        arn(`automation-execution/${id}`),
        arn(`automation-definition/${documentName}:${documentVersion}`),
      ],
      detail: {
        ExecutionId: id,
        Definition: documentName,
        DefinitionVersion: Number(documentVersion),
        Status: status,
        StartTime: dateOf(startedAt),
        ...(isOver(status) &&
          endedAt !== undefined && {
            EndTime: dateOf(endedAt),
            Time: endedAt - startedAt,
          }),
        ExecutedBy: request.executedBy,
      },
    },
    at,
  );
}
