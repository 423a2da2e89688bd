import { JsonObject, JsonValue } from '@backstage/types';
import { isApiAction } from './actionRisks';
import { stepsOfLoop } from './automationSteps';
import { RawStep } from './rawDocument';

// The closing braces are not asked for: `{{ a {{ b }} }}` refers to both, and
// whoever reads too much here only refuses too much later.
const REFERENCE = /\{\{\s*((?:variable:)?[\w-]+)/g;

/** A text in a document, and the names of the inputs that lead to it. */
export interface Leaf {
  text: string;
  path: string[];
}

/** All texts in a value, keys included. */
export function leavesOf(value: JsonValue | undefined, path: string[]): Leaf[] {
  if (typeof value === 'string') {
    return [{ text: value, path }];
  }
  if (Array.isArray(value)) {
    return value.flatMap(item => leavesOf(item, path));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => [
      { text: key, path },
      ...leavesOf(item, [...path, key]),
    ]);
  }
  return [];
}

/**
 * What a text refers to: parameters, steps and loops by their names (whatever
 * path follows), variables as `variable:name`.
 */
export function referencesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(([, name]) => name);
}

/** A step and where it is in its document. */
export interface PlacedStep {
  step: RawStep;
  inputs: JsonObject;
  where: string;
}

/** All steps, those in loops after their loop. */
export function placedSteps(
  steps: RawStep[],
  where = 'mainSteps',
): PlacedStep[] {
  return steps.flatMap((step, index) => {
    const at = `${where}[${index}]`;
    if (step.action !== 'aws:loop') {
      return [{ step, inputs: step.inputs ?? {}, where: at }];
    }
    const { Steps: _, ...inputs } = step.inputs ?? {};
    return [
      { step, inputs, where: at },
      ...placedSteps(stepsOfLoop(step, at), `${at}.inputs.Steps`),
    ];
  });
}

/**
 * How much of a value gets through a step: `all` through variables and loops,
 * which hand it on as it is; `worked` through programs, which may do anything
 * with it but mostly make something else of it; `told` through APIs, which
 * answer what they know.
 */
export type Passage = 'told' | 'worked' | 'all';

const PASSAGES: Passage[] = ['told', 'worked', 'all'];

function narrower(one: Passage, other: Passage): Passage {
  const place = Math.min(PASSAGES.indexOf(one), PASSAGES.indexOf(other));
  return PASSAGES[place];
}

function passageOf(action: string): Passage {
  if (action === 'aws:loop' || action === 'aws:updateVariable') {
    return 'all';
  }
  return isApiAction(action) ? 'told' : 'worked';
}

/**
 * Where values come from in the end: follows variables to what they are set
 * from, outputs of steps to the inputs of those steps, and the values of loops
 * to what they go through.
 */
export class Origins {
  readonly #from = new Map<string, Array<{ name: string; by: Passage }>>();

  constructor(steps: PlacedStep[]) {
    for (const { step, inputs } of steps) {
      const by = passageOf(step.action);
      const used = leavesOf(inputs, [])
        .flatMap(({ text }) => referencesIn(text))
        .map(name => ({ name, by }));
      this.#add(step.name, used);
      if (step.action === 'aws:updateVariable') {
        // The name is written with or without its prefix.
        const name = String(inputs.Name)
          .replace(/^\s*(variable:)?/, '')
          .trim();
        this.#add(`variable:${name}`, used);
      }
    }
  }

  /** All names that may be part of what a reference stands for, itself included, and how much of them. */
  of(reference: string): Map<string, Passage> {
    const found = new Map<string, Passage>([[reference, 'all']]);
    const open = [reference];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const passed = found.get(name) ?? 'all';
      for (const origin of this.#from.get(name) ?? []) {
        const passage = narrower(passed, origin.by);
        const known = found.get(origin.name);
        if (!known || narrower(known, passage) !== passage) {
          found.set(origin.name, passage);
          open.push(origin.name);
        }
      }
    }
    return found;
  }

  #add(name: string, origins: Array<{ name: string; by: Passage }>) {
    this.#from.set(name, [...(this.#from.get(name) ?? []), ...origins]);
  }
}
