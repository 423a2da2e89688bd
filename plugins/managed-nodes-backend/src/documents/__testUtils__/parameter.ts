import { DocumentParameter } from '@managed-nodes/plugin-managed-nodes-common';

/** A parameter as a document has it: a text named P that must be given. */
export function aParameter(
  more: Partial<DocumentParameter> = {},
): DocumentParameter {
  return {
    name: 'P',
    type: 'String',
    description: null,
    default: null,
    allowedValues: null,
    allowedPattern: null,
    minChars: null,
    maxChars: null,
    minItems: null,
    maxItems: null,
    multiline: false,
    ...more,
  };
}
