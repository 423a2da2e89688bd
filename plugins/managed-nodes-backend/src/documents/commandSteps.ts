import { DocumentStep } from '@managed-nodes/plugin-managed-nodes-common';
import { JsonObject, JsonValue } from '@backstage/types';
import { riskOf } from './actionRisks';
import { preconditionInWords } from './conditions';
import { cleanLines, cleanName, RawDocument, RawStep } from './rawDocument';

const MAX_DESCRIPTION = 4096;

function asInputs(properties: JsonValue | undefined): JsonObject {
  return typeof properties === 'object' &&
    properties !== null &&
    !Array.isArray(properties)
    ? properties
    : { properties: properties ?? null };
}

/** What schema 1.2 has for steps: plugins, each with one or several sets of properties. */
export function stepsOfRuntimeConfig(
  runtimeConfig: Record<string, JsonObject>,
): RawStep[] {
  return Object.entries(runtimeConfig).flatMap(([action, config]) => {
    const sets = Array.isArray(config.properties)
      ? config.properties
      : [config.properties];
    return sets.map((set, index): RawStep => {
      const inputs = asInputs(set);
      const id =
        typeof inputs.id === 'string' && inputs.id
          ? inputs.id
          : `${index}.${action}`;
      return { name: id, action, inputs };
    });
  });
}

/** The steps of a document of any schema, in its order. */
export function rawSteps(document: RawDocument): RawStep[] {
  return document.schemaVersion === '1.2'
    ? stepsOfRuntimeConfig(document.runtimeConfig)
    : document.mainSteps;
}

function description(step: RawStep, where: string): string | null {
  const only = preconditionInWords(step.precondition, `${where}.precondition`);
  return (
    [
      cleanLines(step.description, MAX_DESCRIPTION),
      only && `Only where ${only}.`,
    ]
      .filter(Boolean)
      .join('\n') || null
  );
}

/**
 * The steps of a Command document, which are done one after the other. The
 * precondition of a step is part of its description, for the next step is done
 * whether it holds or not.
 *
 * @throws InputError when a precondition cannot be understood.
 */
export function readCommandSteps(steps: RawStep[]): DocumentStep[] {
  return steps.map((step, index) => {
    const isEnd = step.onSuccess === 'exit';
    const next = isEnd ? undefined : steps[index + 1];
    return {
      name: cleanName(step.name),
      action: cleanName(step.action),
      description: description(step, `mainSteps[${index}]`),
      risk: riskOf(step.action, step.inputs ?? {}),
      next: next ? [{ step: cleanName(next.name), when: null }] : [],
      isEnd,
      onFailure: step.onFailure ? cleanName(step.onFailure) : null,
      steps: [],
    };
  });
}
