import {
  PatchPreview,
  StartPatch,
} from '@managed-nodes/plugin-managed-nodes-common';

/** What people may choose of an operation, as they typed it. */
export interface PatchOptions {
  rebootOption: NonNullable<StartPatch['rebootOption']>;
  maxConcurrency: string;
  maxErrors: string;
  note: string;
}

/** The most characters of a note. */
export const NOTE_LENGTH = 1000;

const CONCURRENCY = /^([1-9]\d{0,3}|[1-9]\d?%|100%)$/;
const ERRORS = /^(\d{1,4}|[1-9]\d?%|100%)$/;

/** A rate without the spaces that people put in it. */
export function compact(text: string): string {
  return text.replace(/\s/g, '');
}

/** The options nobody has touched. */
export function defaultOptions({ defaults }: PatchPreview): PatchOptions {
  return { ...defaults, note: '' };
}

/** What is wrong with each option, as far as something is. */
export function optionProblems(
  options: PatchOptions,
): Partial<Record<'maxConcurrency' | 'maxErrors' | 'note', string>> {
  return {
    ...(!CONCURRENCY.test(compact(options.maxConcurrency)) && {
      maxConcurrency: 'A number from 1, or a percentage such as 10%',
    }),
    ...(!ERRORS.test(compact(options.maxErrors)) && {
      maxErrors: 'A number from 0, or a percentage such as 10%',
    }),
    ...(options.note.trim().length > NOTE_LENGTH && {
      note: `At most ${NOTE_LENGTH} characters`,
    }),
  };
}

/** The options as the backend takes them. */
export function toRequest(
  options: PatchOptions,
  action: PatchPreview['action'],
): Pick<StartPatch, 'rebootOption' | 'maxConcurrency' | 'maxErrors' | 'note'> {
  return {
    maxConcurrency: compact(options.maxConcurrency),
    maxErrors: compact(options.maxErrors),
    ...(action === 'install' && { rebootOption: options.rebootOption }),
    ...(options.note.trim() && { note: options.note.trim() }),
  };
}
