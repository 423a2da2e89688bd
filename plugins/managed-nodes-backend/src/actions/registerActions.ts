import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { createPatchQuestions, PatchQuestionsOptions } from './patchQuestions';
import { registerReadingActions } from './readingActions';
import { registerRunActions, RunActionOptions } from './runActions';
import {
  registerRunReadingActions,
  RunReadingOptions,
} from './runReadingActions';
import { registerScanAction, ScanActionOptions } from './scanAction';

/** Registers what agents and templates may ask for, and the little they may do. */
export function registerActions(
  registry: ActionsRegistryService,
  options: PatchQuestionsOptions &
    ScanActionOptions &
    RunReadingOptions &
    RunActionOptions,
): void {
  registerReadingActions(registry, createPatchQuestions(options));
  registerScanAction(registry, options);
  registerRunReadingActions(registry, options);
  registerRunActions(registry, options);
}
