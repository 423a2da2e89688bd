import { takesNodes } from '../../documents/takesNodes';
import { ParsedDocument } from '../../documents/parseDocument';
import { stringify } from 'yaml';

/** A publication of a document to begin with, for `managedNodes.runbooks` of the app config. */
export function snippetOf(name: string, { content }: ParsedDocument): string {
  const short = name.split('/').pop() ?? name;
  const words = short
    .replace(/^AWS(EC2|Support)?-/i, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase();
  const nodes = content.parameters.find(takesNodes);
  const asked = content.parameters.filter(
    parameter => parameter !== nodes && parameter.default === null,
  );
  return stringify([
    {
      id: words.replace(/ /g, '-').slice(0, 63),
      document: { name },
      title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`.slice(0, 100),
      who: { owners: true },
      ...(content.kind === 'automation' &&
        nodes && { nodesParameter: nodes.name }),
      ...(asked.length > 0 && {
        parameters: Object.fromEntries(
          asked.map(({ name: parameter }) => [parameter, { title: parameter }]),
        ),
      }),
      ...(content.risk === 'reads'
        ? {}
        : {
            approval: {
              always: true,
              approvers: { groups: ['group:default/approvers'] },
            },
          }),
    },
  ]);
}
