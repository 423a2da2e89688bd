import {
  DocumentParameter,
  ParameterValue,
  ParameterValues,
  RunbookParameter,
} from '@managed-nodes/plugin-managed-nodes-common';
import { InputError } from '@backstage/errors';
import { cleanText } from '../nodes/text';
import { isAllowed } from './allowedValues';
import { CodeParameter } from './codeParameters';
import { checkValue } from './parameterValues';
import { ParsedDocument } from './parseDocument';
import { Publication, PublishedParameter } from './publicationSchema';
import { cleanName } from './rawDocument';
import { codeUseOf } from './takesNodes';
import { refuseUnsafe } from './unsafeValues';

/** A value that a run has, and who says so. */
export interface ResolvedValue {
  name: string;
  value: ParameterValue;
  from: 'person' | 'publication' | 'document';
  /** The publication does not want people to see it. */
  hidden: boolean;
}

const NO_RULES: PublishedParameter = { hidden: false, unsafe: false };

type Source = Pick<Publication, 'parameters' | 'nodesParameter'>;

function rulesOf({ parameters }: Source, name: string): PublishedParameter {
  return Object.hasOwn(parameters, name) ? parameters[name] : NO_RULES;
}

function checkGiven(
  parameter: DocumentParameter,
  value: ParameterValue,
  { allowed, default: preset, unsafe }: PublishedParameter,
  code: CodeParameter | undefined,
): ParameterValue {
  const typed = checkValue(parameter, value, { trusted: Boolean(allowed) });
  if (allowed && !isAllowed(typed, allowed)) {
    const words = allowed
      .map(one => (typeof one === 'object' ? JSON.stringify(one) : String(one)))
      .join(', ');
    throw new InputError(
      `${cleanName(parameter.name)}: expected one of ${cleanText(words, 500)}`,
    );
  }
  refuseUnsafe(parameter, typed, {
    code,
    allowed: [...(allowed ?? []), ...(preset === undefined ? [] : [preset])],
    unsafe,
  });
  return typed;
}

function refuseUnasked(
  publication: Source,
  { content }: ParsedDocument,
  given: ParameterValues,
): void {
  const known = new Set(content.parameters.map(({ name }) => name));
  for (const name of Object.keys(given)) {
    const { fixed, hidden } = rulesOf(publication, name);
    if (!known.has(name)) {
      throw new InputError(
        `${cleanName(name)}: the runbook has no such parameter`,
      );
    }
    if (name === publication.nodesParameter) {
      throw new InputError(`${name}: nodes are chosen, not given as a value`);
    }
    // Whether it is fixed or hidden is not told apart: the latter is no
    // business of whoever asks.
    if (fixed !== undefined || hidden) {
      throw new InputError(`${name}: it cannot be set`);
    }
  }
}

/**
 * Puts together the values of a run: what the publication fixes, what the
 * person gave, and the defaults of the publication and of the document, in
 * that order. What the person gave is checked by all rules of the document and
 * the publication, and by {@link refuseUnsafe}.
 *
 * The parameter that takes the nodes is left out. Values `from: 'document'`
 * need not be sent.
 *
 * @param given - by the person, as the contract's `parameterValuesSchema` let
 * them through.
 * @throws InputError naming the parameter and the rule.
 */
export function resolveValues(
  publication: Source,
  document: ParsedDocument,
  given: ParameterValues,
): ResolvedValue[] {
  refuseUnasked(publication, document, given);
  return document.content.parameters.flatMap((parameter): ResolvedValue[] => {
    const { name } = parameter;
    const rules = rulesOf(publication, name);
    const { hidden } = rules;
    if (name === publication.nodesParameter) {
      return [];
    }
    if (Object.hasOwn(given, name)) {
      const code = codeUseOf(parameter, document);
      const value = checkGiven(parameter, given[name], rules, code);
      return [{ name, value, from: 'person', hidden }];
    }
    const published = rules.fixed ?? rules.default;
    if (published !== undefined) {
      const value = checkValue(parameter, published, { trusted: true });
      return [{ name, value, from: 'publication', hidden }];
    }
    if (parameter.default !== null) {
      const value = parameter.default;
      return [{ name, value, from: 'document', hidden }];
    }
    throw new InputError(`${name}: a value is required`);
  });
}

/** What a form asks for: neither what is fixed nor what is hidden. */
export function formOf(
  publication: Source,
  { content }: ParsedDocument,
): RunbookParameter[] {
  return content.parameters.flatMap((parameter): RunbookParameter[] => {
    const { name } = parameter;
    const rules = rulesOf(publication, name);
    if (rules.fixed !== undefined || rules.hidden) {
      return [];
    }
    const choices = (rules.allowed ?? []).filter(
      (one): one is string | number | boolean => typeof one !== 'object',
    );
    const preset = rules.default ?? parameter.default;
    return [
      {
        ...parameter,
        title: rules.title ?? name,
        description: rules.description ?? parameter.description,
        default: preset,
        allowedValues: choices.length > 0 ? choices : parameter.allowedValues,
        required: preset === null,
        takesNodes: name === publication.nodesParameter,
      },
    ];
  });
}
