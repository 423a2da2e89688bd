import { ActionResult, StepRun } from '../StepRun';

/** What a step does. It throws StepFailure when it fails. */
export type Action = (run: StepRun) => Promise<ActionResult>;
