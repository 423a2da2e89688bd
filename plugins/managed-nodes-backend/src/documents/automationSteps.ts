import { DocumentStep } from '@managed-nodes/plugin-managed-nodes-common';
import { InputError } from '@backstage/errors';
import { JsonValue } from '@backstage/types';
import { z } from 'zod';
import { riskOf, worst } from './actionRisks';
import { conditionInWords } from './conditions';
import {
  cleanLines,
  cleanName,
  RawStep,
  rawStepSchema,
  readPart,
} from './rawDocument';

const MAX_DESCRIPTION = 4096;

const choicesSchema = z.looseObject({
  Choices: z.array(z.looseObject({ NextStep: z.string().min(1).max(128) })),
  Default: z.string().min(1).max(128).nullish(),
});

type Edge = DocumentStep['next'][number];

/** `step:x` says that x comes next. */
function jump(option: string | null | undefined): string | undefined {
  return option?.match(/^step:\s*(.+)$/)?.[1];
}

/** The steps in a loop, or undefined when the step is none. */
export function stepsOfLoop(step: RawStep, where: string): RawStep[] {
  return readPart(
    z.array(rawStepSchema).max(1000),
    step.inputs?.Steps ?? [],
    `${where}.inputs.Steps`,
  );
}

/** The steps of one level: of the document, or of a loop. */
class Level {
  readonly #steps: RawStep[];
  readonly #where: string;
  readonly #names: Set<string>;

  constructor(steps: RawStep[], where: string, outer: Iterable<string> = []) {
    const names = steps.map(step => step.name);
    if (new Set(names).size !== names.length) {
      throw new InputError(`${where}: two steps have the same name`);
    }
    this.#steps = steps;
    this.#where = where;
    // Steps in a loop may lead out of it.
    this.#names = new Set([...names, ...outer]);
  }

  read(): DocumentStep[] {
    return this.#steps.map((step, index) => this.#readStep(step, index));
  }

  #readStep(step: RawStep, index: number): DocumentStep {
    const where = `${this.#where}[${index}]`;
    const steps =
      step.action === 'aws:loop'
        ? new Level(
            stepsOfLoop(step, where),
            `${where}.inputs.Steps`,
            this.#names,
          ).read()
        : [];
    return {
      name: cleanName(step.name),
      action: cleanName(step.action),
      description: cleanLines(step.description, MAX_DESCRIPTION),
      risk: worst([
        riskOf(step.action, step.inputs ?? {}),
        ...steps.map(child => child.risk),
      ]),
      next: this.#edges(step, index, where),
      isEnd: step.isEnd ?? false,
      onFailure: step.onFailure ? cleanName(step.onFailure) : null,
      steps,
    };
  }

  #edges(step: RawStep, index: number, where: string): Edge[] {
    const edges =
      step.action === 'aws:branch'
        ? this.#choices(step, index, where)
        : this.#following(step, index, null, where);
    const failed = jump(step.onFailure);
    if (failed) {
      edges.push(this.#edge(failed, 'it fails', `${where}.onFailure`));
    }
    const cancelled = jump(step.onCancel);
    if (cancelled) {
      edges.push(this.#edge(cancelled, 'it is cancelled', `${where}.onCancel`));
    }
    return edges;
  }

  #following(
    step: RawStep,
    index: number,
    when: string | null,
    where: string,
  ): Edge[] {
    if (step.isEnd) {
      return [];
    }
    if (step.nextStep) {
      return [this.#edge(step.nextStep, when, `${where}.nextStep`)];
    }
    const next = this.#steps[index + 1];
    return next ? [{ step: cleanName(next.name), when }] : [];
  }

  #choices(step: RawStep, index: number, where: string): Edge[] {
    const at = `${where}.inputs`;
    const inputs = readPart(choicesSchema, step.inputs ?? {}, at);
    const edges = inputs.Choices.map((choice, number) =>
      this.#edge(
        choice.NextStep,
        // What zod made of JSON is JSON.
        conditionInWords(choice as JsonValue, `${at}.Choices[${number}]`),
        `${at}.Choices[${number}].NextStep`,
      ),
    );
    const otherwise = inputs.Default
      ? [this.#edge(inputs.Default, 'otherwise', `${at}.Default`)]
      : this.#following(step, index, 'otherwise', where);
    return [...edges, ...otherwise];
  }

  #edge(step: string, when: string | null, where: string): Edge {
    const name = step.trim();
    if (!this.#names.has(name)) {
      throw new InputError(
        `${where}: there is no step named '${cleanName(name)}'`,
      );
    }
    return { step: cleanName(name), when };
  }
}

/**
 * The steps of an Automation document as a graph: after which step comes
 * which, and when. What comes `when: null` comes after a success; a step that
 * does not say `step:` in its `onFailure` stops the run when it fails, or goes
 * on as after a success.
 *
 * @throws InputError when a step leads to one that is not there, or a
 * condition cannot be understood.
 */
export function readAutomationSteps(steps: RawStep[]): DocumentStep[] {
  return new Level(steps, 'mainSteps').read();
}
