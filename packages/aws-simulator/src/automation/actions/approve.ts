import { StepFailure } from '../StepRun';
import { toText } from '../values';
import { Action } from './types';

/** Names under which somebody may be listed as an approver. */
function namesOf(sender: string): string[] {
  const [, account, role] =
    /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(sender) ?? [];
  return role
    ? [sender, `arn:aws:iam::${account}:role/${role}`]
    : [sender, sender.replace(/^.*\//, '')];
}

/** Whether somebody is among the approvers of a step. */
export function mayApprove(
  sender: string,
  approvers: readonly string[],
): boolean {
  return namesOf(sender).some(name => approvers.includes(name));
}

/** `aws:approve`: until enough approve, or one rejects. */
export const approve: Action = async run => {
  const approvers = run.list('Approvers');
  const needed = Number(run.text('MinRequiredApprovals') ?? 1);
  if (!approvers.length || needed > approvers.length) {
    throw new StepFailure(
      'MinRequiredApprovals must not be greater than the number of Approvers.',
      { stage: 'InputValidation' },
    );
  }
  const { record, state } = run;
  const decisions: Array<{ [key: string]: string }> = [];
  record.status = 'Waiting';
  state.setStatus('Waiting');
  const show = (ApprovalStatus: string) => {
    record.values = {
      ApprovalStatus,
      ApproverDecisions: JSON.stringify(decisions),
    };
  };
  show('Waiting');
  for (;;) {
    const { type, sender, payload, at } = await run.signal(
      signal =>
        (signal.type === 'Approve' || signal.type === 'Reject') &&
        mayApprove(signal.sender, approvers) &&
        !decisions.some(each => each.approver === signal.sender),
    );
    decisions.push({
      approver: sender,
      decision: type === 'Approve' ? 'Approved' : 'Rejected',
      decisionTime: new Date(at).toISOString(),
      comment: toText(payload.Comment?.[0] ?? ''),
    });
    if (type === 'Reject') {
      show('Rejected');
      throw new StepFailure(
        `Step was rejected by ${sender}. ${payload.Comment?.[0] ?? ''}`.trim(),
        { type: 'Rejected', outputs: record.values },
      );
    }
    if (decisions.length >= needed) {
      show('Approved');
      state.setStatus('InProgress');
      return { outputs: record.values };
    }
    show('Waiting');
  }
};
