import { randomUUID } from 'crypto';
import { loopSteps } from '../documents/steps';
import { DocumentContent, DocumentStep } from '../documents/types';

/** What a step would do to what there is. */
export type Impact = 'Mutating' | 'NonMutating' | 'Undetermined';

/** A preview. Times are epoch milliseconds. */
export interface Preview {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly readyAt: number;
  readonly impacts: Readonly<Partial<Record<Impact, number>>>;
  readonly targetType: string | undefined;
  readonly targets: number;
}

const NOT_MUTATING = [
  'approve',
  'assertAwsResourceProperty',
  'branch',
  'loop',
  'pause',
  'sleep',
  'updateVariable',
  'waitForAwsResourceProperty',
].map(name => `aws:${name}`);
const UNDETERMINED = [
  'executeAutomation',
  'executeScript',
  'executeStateMachine',
  'invokeLambdaFunction',
  'invokeWebhook',
].map(name => `aws:${name}`);

function impactOf({ action, inputs }: DocumentStep): Impact {
  if (NOT_MUTATING.includes(action)) {
    return 'NonMutating';
  }
  if (UNDETERMINED.includes(action)) {
    return 'Undetermined';
  }
  if (action === 'aws:executeAwsApi') {
    return /^(describe|get|list|head|scan|query|search)/i.test(
      String(inputs.Api),
    )
      ? 'NonMutating'
      : 'Mutating';
  }
  return action === 'aws:changeInstanceState' &&
    String(inputs.CheckStateOnly) === 'true'
    ? 'NonMutating'
    : 'Mutating';
}

function stepsOf(steps: readonly DocumentStep[]): DocumentStep[] {
  return steps.flatMap(step =>
    step.action === 'aws:loop' ? [step, ...loopSteps(step)] : [step],
  );
}

/** How many steps of a document would do what. */
export function impactsOf({ steps }: DocumentContent): Preview['impacts'] {
  const impacts: Partial<Record<Impact, number>> = {};
  for (const step of stepsOf(steps)) {
    const impact = impactOf(step);
    impacts[impact] = (impacts[impact] ?? 0) + 1;
  }
  return impacts;
}

/** Previews of executions. */
export class Previews {
  readonly #previews = new Map<string, Preview>();

  static create(): Previews {
    return new Previews();
  }

  private constructor() {}

  add(preview: Omit<Preview, 'id'>): Preview {
    const added = { ...preview, id: randomUUID() };
    this.#previews.set(added.id, added);
    return added;
  }

  find(account: string, region: string, id: string): Preview | undefined {
    const found = this.#previews.get(id);
    return found?.account === account && found.region === region
      ? found
      : undefined;
  }
}
