import {
  errorRateSchema,
  rateSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';

/** The most characters of a note. */
export const NOTE_LENGTH = 1000;

/** How something is carried out on many nodes, as it was typed. */
export interface RateOptions {
  maxConcurrency: string;
  maxErrors: string;
  note: string;
}

/** A rate without the spaces that people put in it. */
function compact(text: string): string {
  return text.replace(/\s/g, '');
}

/** What is wrong with each option, as far as something is. */
export function rateProblems(
  options: RateOptions,
): Partial<Record<keyof RateOptions, string>> {
  return {
    ...(!rateSchema.safeParse(compact(options.maxConcurrency)).success && {
      maxConcurrency: 'A number from 1, or a percentage such as 10%',
    }),
    ...(!errorRateSchema.safeParse(compact(options.maxErrors)).success && {
      maxErrors: 'A number from 0, or a percentage such as 10%',
    }),
    ...(options.note.trim().length > NOTE_LENGTH && {
      note: `At most ${NOTE_LENGTH} characters`,
    }),
  };
}

/** The options as the backend takes them. */
export function ratesOf(options: RateOptions): {
  maxConcurrency: string;
  maxErrors: string;
  note?: string;
} {
  return {
    maxConcurrency: compact(options.maxConcurrency),
    maxErrors: compact(options.maxErrors),
    ...(options.note.trim() && { note: options.note.trim() }),
  };
}

/** A rate in words: `10%` → `10 % of the nodes`. */
export function rateWords(rate: string, one: string): string {
  return rate.endsWith('%')
    ? `${rate.slice(0, -1)} % of the nodes`
    : countOf(Number(rate), one);
}

/** Both rates in a sentence. */
export function pace(options: RateOptions): string {
  const { maxConcurrency, maxErrors } = ratesOf(options);
  const errors =
    maxErrors === '0'
      ? 'as soon as one failed there'
      : `once more than ${rateWords(maxErrors, 'node')} failed there`;
  return `In each account and Region: at most ${rateWords(
    maxConcurrency,
    'node',
  )} at once, and no further ones begin ${errors}.`;
}
