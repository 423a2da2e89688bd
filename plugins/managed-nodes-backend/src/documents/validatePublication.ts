import {
  DocumentParameter,
  ParameterValue,
} from '@managed-nodes/plugin-managed-nodes-common';
import { InputError } from '@backstage/errors';
import { isAllowed } from './allowedValues';
import { toAwsParameters } from './awsParameters';
import { checkValue } from './parameterValues';
import { ParsedDocument } from './parseDocument';
import { Publication, PublishedParameter } from './publicationSchema';
import { codeUseOf, takesNodes } from './takesNodes';
import { isListOfTexts } from './readParameters';

/** What is wrong with a publication. */
export interface PublicationProblem {
  /** The key below the publication, e.g. `parameters.Service.default`. */
  key: string;
  message: string;
}

class Validation {
  readonly problems: PublicationProblem[] = [];
  readonly #publication: Publication;
  readonly #document: ParsedDocument;
  readonly #parameters: Map<string, DocumentParameter>;

  constructor(publication: Publication, document: ParsedDocument) {
    this.#publication = publication;
    this.#document = document;
    this.#parameters = new Map(
      document.content.parameters.map(item => [item.name, item]),
    );
  }

  run(): PublicationProblem[] {
    for (const [name, rules] of Object.entries(this.#publication.parameters)) {
      const parameter = this.#parameters.get(name);
      if (parameter) {
        this.#checkParameter(parameter, rules);
      } else {
        this.#add(`parameters.${name}`, this.#unknown(name));
      }
    }
    for (const parameter of this.#parameters.values()) {
      this.#checkCanBeGiven(parameter);
    }
    this.#checkNodes();
    return this.problems;
  }

  #add(key: string, message: string) {
    this.problems.push({ key, message });
  }

  #unknown(name: string): string {
    const known = [...this.#parameters.keys()].slice(0, 20).join(', ');
    return `the document has no parameter ${name}; it has ${known || 'none'}`;
  }

  #checkParameter(parameter: DocumentParameter, rules: PublishedParameter) {
    const key = `parameters.${parameter.name}`;
    this.#checkValue(parameter, rules.fixed, `${key}.fixed`);
    this.#checkValue(parameter, rules.default, `${key}.default`);
    rules.allowed?.forEach((item, index) =>
      this.#checkValue(
        parameter,
        isListOfTexts(parameter.type) && typeof item === 'string'
          ? [item]
          : item,
        `${key}.allowed[${index}]`,
        true,
      ),
    );
    if (
      rules.allowed &&
      rules.default !== undefined &&
      !isAllowed(rules.default, rules.allowed)
    ) {
      this.#add(`${key}.default`, 'is none of the values in allowed');
    }
    if (
      rules.hidden &&
      rules.fixed === undefined &&
      rules.default === undefined &&
      parameter.default === null
    ) {
      this.#add(
        `${key}.hidden`,
        'nobody is asked for it, so it needs fixed or default',
      );
    }
  }

  #checkValue(
    parameter: DocumentParameter,
    value: ParameterValue | undefined,
    key: string,
    isItem = false,
  ) {
    if (value === undefined) {
      return;
    }
    try {
      // How many items a list has to have is no matter of one of them.
      const rules = isItem
        ? { ...parameter, minItems: null, maxItems: null }
        : parameter;
      const typed = checkValue(rules, value, { trusted: true });
      toAwsParameters(this.#document.content.kind, [parameter], {
        [parameter.name]: typed,
      });
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
      this.#add(key, error.message.replace(`${parameter.name}: `, ''));
    }
  }

  /** A parameter that decides what is run and has to be given, but may not be. */
  #checkCanBeGiven(parameter: DocumentParameter) {
    const { name } = parameter;
    const rules = this.#publication.parameters[name];
    const code = codeUseOf(parameter, this.#document);
    if (
      code &&
      ['choice', 'command', 'nodes'].includes(code.use) &&
      name !== this.#publication.nodesParameter &&
      parameter.default === null &&
      parameter.allowedValues === null &&
      rules?.fixed === undefined &&
      rules?.default === undefined &&
      !rules?.allowed &&
      !rules?.unsafe
    ) {
      this.#add(
        `parameters.${name}`,
        `says ${
          code.use === 'nodes' ? 'which nodes are acted on' : 'what is run'
        } (${
          code.where
        }), so it needs fixed, default or allowed values, or unsafe: true to let people choose anything`,
      );
    }
  }

  #checkNodes() {
    const { nodesParameter: name, places, parameters } = this.#publication;
    if (this.#document.content.kind === 'command') {
      if (name) {
        this.#add('nodesParameter', 'Command documents are sent to nodes');
      }
      if (places.length > 0) {
        this.#add('places', 'Command documents are sent to nodes');
      }
      return;
    }
    if (!name) {
      if (places.length === 0) {
        this.#add(
          'nodesParameter',
          'needed to run it on nodes; or places, to run it once in each',
        );
      }
      return;
    }
    if (places.length > 0) {
      this.#add('places', 'it is run where its nodes are');
    }
    const parameter = this.#parameters.get(name);
    if (!parameter) {
      this.#add('nodesParameter', this.#unknown(name));
    } else if (!takesNodes(parameter)) {
      this.#add(
        'nodesParameter',
        `${name} is a ${parameter.type}; expected one that takes ids of nodes`,
      );
    }
    const rules = parameters[name];
    if (
      rules &&
      (rules.fixed ?? rules.default ?? rules.allowed) !== undefined
    ) {
      this.#add(`parameters.${name}`, 'it takes the nodes of the run');
    }
  }
}

/**
 * Compares a publication with its document.
 *
 * @returns what is wrong, with the keys below the publication; nothing when it
 * can be run.
 */
export function validatePublication(
  publication: Publication,
  document: ParsedDocument,
): PublicationProblem[] {
  return new Validation(publication, document).run();
}
