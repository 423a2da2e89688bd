import { Runbook } from '@managed-nodes/plugin-managed-nodes-common';
import { ListedParameter } from '../pieces/ParametersTable';
import { valueWords } from '../pieces/valueWords';

/** The parameters of a runbook that people may know of: those they set, then those that are set. */
export function listedParameters({
  form,
  fixed,
  content,
}: Pick<Runbook, 'form' | 'fixed' | 'content'>): ListedParameter[] {
  return [
    ...form.map(parameter => ({
      parameter,
      ...(parameter.takesNodes && { note: 'the nodes that are chosen' }),
    })),
    ...fixed.flatMap(({ name, value }) => {
      const parameter = content.parameters.find(other => other.name === name);
      return parameter
        ? [{ parameter, note: `always ${valueWords(value)}` }]
        : [];
    }),
  ];
}
