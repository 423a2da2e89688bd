import {
  AssociationExecution as Execution,
  AssociationExecutionTarget,
} from '@aws-sdk/client-ssm';
import {
  countByStatus,
  statusesOfExecution,
  statusOfExecution,
} from '../../associations/statuses';
import { toldRuns, toldStatus } from '../../associations/told';
import {
  AssociationExecution,
  StoredAssociation,
} from '../../associations/types';
import { resourceTypeOf } from '../../fleet/state';
import { PastRun } from '../../maintenance/Maintenance';
import { RequestContext } from '../../services/types';
import { countText, toDate } from './associationViews';

function toldTargets(
  association: StoredAssociation,
  run: PastRun,
  { associations, now }: RequestContext,
): AssociationExecutionTarget[] {
  return associations.targetsOf(association).map(node => {
    const { status, details } =
      run.endedAt <= now
        ? toldStatus(association, node, run.endedAt)
        : { status: 'Pending', details: 'Pending' };
    return {
      AssociationId: association.id,
      AssociationVersion: '1',
      ExecutionId: run.id,
      ResourceId: node.id,
      ResourceType: resourceTypeOf(node),
      Status: status,
      DetailedStatus: details,
      LastExecutionDate: toDate(run.endedAt <= now ? run.endedAt : undefined),
    };
  });
}

function realTargets(
  association: StoredAssociation,
  execution: AssociationExecution,
): AssociationExecutionTarget[] {
  return statusesOfExecution(association, execution).map(
    ([{ nodeId }, { status, details, executedAt }]) => ({
      AssociationId: association.id,
      AssociationVersion: String(execution.version),
      ExecutionId: execution.id,
      ResourceId: nodeId,
      ResourceType: nodeId.startsWith('i-') ? 'EC2Instance' : 'ManagedInstance',
      Status: status,
      DetailedStatus: details,
      LastExecutionDate: toDate(executedAt),
      OutputSource: {
        OutputSourceId: execution.command?.id,
        OutputSourceType: 'RunCommand',
      },
    }),
  );
}

/** How one run went on each node; undefined when there was no such run. */
export function targetsOfExecution(
  association: StoredAssociation,
  id: string,
  context: RequestContext,
): AssociationExecutionTarget[] | undefined {
  const real = association.executions.find(each => each.id === id);
  if (real) {
    return realTargets(association, real);
  }
  const told = toldRuns(association, context.now).find(each => each.id === id);
  return told && toldTargets(association, told, context);
}

function toldExecutions(
  association: StoredAssociation,
  { associations, now }: RequestContext,
): Execution[] {
  const runs = toldRuns(association, now);
  if (!runs.length) {
    return [];
  }
  const counts = countByStatus(
    associations
      .targetsOf(association)
      .map(node => toldStatus(association, node, undefined)),
  );
  const ended = counts.Failed ? 'Failed' : 'Success';
  const nodes = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return runs.map((run): Execution => {
    const isOver = run.endedAt <= now;
    const status = isOver ? ended : 'Pending';
    return {
      AssociationId: association.id,
      AssociationVersion: '1',
      ExecutionId: run.id,
      Status: status,
      DetailedStatus: status,
      CreatedTime: new Date(run.startedAt),
      LastExecutionDate: toDate(isOver ? run.endedAt : undefined),
      ResourceCountByStatus: countText(isOver ? counts : { Pending: nodes }),
    };
  });
}

function toExecution(
  association: StoredAssociation,
  execution: AssociationExecution,
): Execution {
  const { status, details, executedAt } = statusOfExecution(
    association,
    execution,
  );
  return {
    AssociationId: association.id,
    AssociationVersion: String(execution.version),
    ExecutionId: execution.id,
    Status: status,
    DetailedStatus: details,
    CreatedTime: new Date(execution.createdAt),
    LastExecutionDate: toDate(executedAt),
    ResourceCountByStatus: countText(
      countByStatus(
        statusesOfExecution(association, execution).map(([, each]) => each),
      ),
    ),
  };
}

/** All runs that are remembered or told, the latest first. */
export function executionsOf(
  association: StoredAssociation,
  context: RequestContext,
): Execution[] {
  return [
    ...association.executions.map(each => toExecution(association, each)),
    ...toldExecutions(association, context),
  ].sort((a, b) => Number(b.CreatedTime) - Number(a.CreatedTime));
}
