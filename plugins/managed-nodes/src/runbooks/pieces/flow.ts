import { DocumentStep } from '@managed-nodes/plugin-managed-nodes-common';

/** How a step goes on, in words. */
export interface WayOn {
  /** E.g. `If status.State is 'running'`. Undefined: always. */
  when?: string;
  step: string;
}

/** A step as the flow shows it. */
export interface FlowStep {
  step: DocumentStep;
  /** Tells it from steps of the same name elsewhere in the document. */
  key: string;
  /** The ways on that are not simply the next step in order. */
  ways: WayOn[];
  /** Nothing comes after it, where that is not simply the last one. */
  ends: boolean;
  /** What happens when it fails, where the document says so. */
  failure?: string;
  /** It is done again and again: what is done each time. */
  loop: FlowStep[];
}

function whenWords(when: string | null): string | undefined {
  if (when === null) {
    return undefined;
  }
  return when === 'otherwise' ? 'Otherwise' : `If ${when}`;
}

const FAILURES: Record<string, string> = {
  abort: 'the run ends',
  continue: 'it goes on all the same',
};

function failureWords(onFailure: string | null): string | undefined {
  return onFailure ? FAILURES[onFailure.toLocaleLowerCase('en-US')] : undefined;
}

/** The steps of one level in the order of the document, each with how it goes on. */
export function flowOf(steps: DocumentStep[], path = 'step'): FlowStep[] {
  return steps.map((step, index) => {
    const key = `${path}-${step.name}`;
    const following = steps[index + 1]?.name;
    const simple =
      step.next.length === 1 &&
      step.next[0].when === null &&
      step.next[0].step === following;
    return {
      step,
      key,
      ways: simple
        ? []
        : step.next.map(({ step: to, when }) => ({
            when: whenWords(when),
            step: to,
          })),
      ends: step.isEnd && following !== undefined,
      failure: failureWords(step.onFailure),
      loop: flowOf(step.steps, key),
    };
  });
}

/** Where each step stands, by its name; of the same names, the nearest level wins. */
export function keysOf(
  flow: FlowStep[],
  outer: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  return new Map([
    ...outer,
    ...flow.map(({ step, key }): [string, string] => [step.name, key]),
  ]);
}
