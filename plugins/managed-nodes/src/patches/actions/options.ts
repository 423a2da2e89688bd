import {
  PatchPreview,
  StartPatch,
} from '@managed-nodes/plugin-managed-nodes-common';
import { RateOptions, ratesOf } from '../../shared/rates';

/** What people may choose of an operation, as they typed it. */
export interface PatchOptions extends RateOptions {
  rebootOption: NonNullable<StartPatch['rebootOption']>;
}

/** The options nobody has touched. */
export function defaultOptions({ defaults }: PatchPreview): PatchOptions {
  return { ...defaults, note: '' };
}

/** The options as the backend takes them. */
export function toRequest(
  options: PatchOptions,
  action: PatchPreview['action'],
): Pick<StartPatch, 'rebootOption' | 'maxConcurrency' | 'maxErrors' | 'note'> {
  return {
    ...ratesOf(options),
    ...(action === 'install' && { rebootOption: options.rebootOption }),
  };
}
