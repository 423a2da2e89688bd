import { DocumentParameter } from '@managed-nodes/plugin-managed-nodes-common';
import { CodeParameter } from './codeParameters';
import { ParsedDocument } from './parseDocument';

const NODE_TYPES = ['AWS::EC2::Instance::Id', 'List<AWS::EC2::Instance::Id>'];
const NODE_NAME = /(instance|node|target)_?ids?$/i;

/** Whether a parameter can take nodes: by its type, or a text by its name. */
export function takesNodes({ name, type }: DocumentParameter): boolean {
  return (
    NODE_TYPES.includes(type) ||
    (['String', 'StringList'].includes(type) && NODE_NAME.test(name))
  );
}

/**
 * How a parameter reaches code, or undefined when it does not. One that takes
 * nodes is taken to choose them, even where we do not see how: scripts and
 * other documents that it is handed to would act on nodes of anybody.
 */
export function codeUseOf(
  parameter: DocumentParameter,
  { code }: ParsedDocument,
): CodeParameter | undefined {
  const found = code.find(({ name }) => name === parameter.name);
  if (!takesNodes(parameter) || found?.use === 'choice') {
    return found;
  }
  return {
    name: parameter.name,
    use: 'nodes',
    where: found?.where ?? `parameters.${parameter.name}`,
  };
}
