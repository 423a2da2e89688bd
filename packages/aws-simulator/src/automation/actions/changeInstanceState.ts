import { z } from 'zod';
import { StepFailure, StepRun } from '../StepRun';
import { Action } from './types';

const POLL = 3000;
const CHANGES: Record<string, string> = {
  running: 'StartInstances',
  stopped: 'StopInstances',
  terminated: 'TerminateInstances',
};

const describedSchema = z.object({
  Reservations: z.array(
    z.object({
      Instances: z.array(z.object({ State: z.object({ Name: z.string() }) })),
    }),
  ),
});

async function statesOf(run: StepRun, ids: string[]): Promise<string[]> {
  const { Reservations } = describedSchema.parse(
    await run.call('ec2', 'DescribeInstances', { InstanceIds: ids }),
  );
  return Reservations.flatMap(({ Instances }) =>
    Instances.map(({ State }) => State.Name),
  );
}

/** `aws:changeInstanceState` */
export const changeInstanceState: Action = async run => {
  const ids = run.list('InstanceIds');
  const desired = run.text('DesiredState') ?? '';
  if (!Object.hasOwn(CHANGES, desired) || !ids.length) {
    throw new StepFailure(
      `InstanceIds and a DesiredState of running, stopped or terminated are needed, not ${desired}.`,
      { stage: 'InputValidation' },
    );
  }
  if (run.text('CheckStateOnly') !== 'true') {
    await run.call('ec2', CHANGES[desired], {
      InstanceIds: ids,
      ...(desired === 'stopped' &&
        run.text('Force') === 'true' && { Force: true }),
    });
  }
  for (;;) {
    await run.sleep(POLL);
    const states =
      desired === 'terminated'
        ? ids.map(() => desired)
        : await statesOf(run, ids);
    if (states.every(state => state === desired)) {
      return { outputs: { InstanceStates: states } };
    }
  }
};
