import { RunbookSummary } from '@managed-nodes/plugin-managed-nodes-common';

type Judged = Pick<RunbookSummary, 'mayRun' | 'whyNot' | 'problem'>;

/** Whether the caller can run a runbook now. */
export function canRun({ mayRun, problem }: Judged): boolean {
  return mayRun && problem === null;
}

/** Why they cannot, in a sentence. Undefined when they can. */
export function whyNot(runbook: Judged): string | undefined {
  if (canRun(runbook)) {
    return undefined;
  }
  if (runbook.problem !== null) {
    return 'Its publication has a problem that has to be mended first.';
  }
  return runbook.whyNot ?? 'You may not run it.';
}
