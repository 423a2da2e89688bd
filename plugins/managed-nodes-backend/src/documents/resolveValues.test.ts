import { ParameterValues } from '@managed-nodes/plugin-managed-nodes-common';
import { automation, step } from './__testUtils__/documents';
import { aPublication } from './__testUtils__/publication';
import { formOf, resolveValues } from './resolveValues';

const document = automation(
  {
    InstanceId: { type: 'AWS::EC2::Instance::Id' },
    Service: { type: 'String', description: 'Which' },
    Mode: { type: 'String', default: 'soft' },
    Secret: { type: 'String', default: '' },
    Reason: { type: 'String', default: '', allowedPattern: '.*' },
    Times: { type: 'Integer', default: 1, allowedValues: [1, 2, 3] },
    Odd: { type: 'String', default: 'x', allowedPattern: '(?i)[xy]' },
    Role: { type: 'AWS::IAM::Role::Arn', default: '' },
    OtherNodeIds: { type: 'StringList', default: [] },
  },
  [
    step('a', 'aws:runCommand', {
      inputs: {
        DocumentName: 'AWS-RunShellScript',
        Parameters: {
          commands: [
            'systemctl restart {{ Service }}',
            'echo {{ OtherNodeIds }}',
          ],
        },
      },
    }),
  ],
  { assumeRole: '{{ Role }}' },
);

const publication = aPublication({
  nodesParameter: 'InstanceId',
  parameters: {
    Mode: { fixed: 'hard' },
    Secret: { default: 's3cret', hidden: true },
    Times: { allowed: [1, 2], default: 2, title: 'How often' },
    Odd: { allowed: ['X', 'y'] },
  },
});

const resolve = (given: ParameterValues) =>
  resolveValues(publication, document, given);

describe('resolveValues', () => {
  it('puts together what everybody says', () => {
    expect(resolve({ Service: 'nginx', Reason: 'it; hangs' })).toEqual([
      { name: 'Service', value: 'nginx', from: 'person', hidden: false },
      { name: 'Mode', value: 'hard', from: 'publication', hidden: false },
      { name: 'Secret', value: 's3cret', from: 'publication', hidden: true },
      { name: 'Reason', value: 'it; hangs', from: 'person', hidden: false },
      { name: 'Times', value: 2, from: 'publication', hidden: false },
      { name: 'Odd', value: 'x', from: 'document', hidden: false },
      { name: 'Role', value: '', from: 'document', hidden: false },
      { name: 'OtherNodeIds', value: [], from: 'document', hidden: false },
    ]);
  });

  it('takes what the publication allows, in the type of the parameter', () => {
    const values = resolve({ Service: 'nginx', Times: '1', Odd: 'X' });
    expect(values).toContainEqual(
      expect.objectContaining({ name: 'Times', value: 1, from: 'person' }),
    );
    expect(values).toContainEqual(
      expect.objectContaining({ name: 'Odd', value: 'X', from: 'person' }),
    );
  });

  it.each([
    ['nothing', {}, 'Service: a value is required'],
    ['what is not there', { Other: 'a' }, 'no such parameter'],
    ['what objects have', { constructor: 'a' }, 'no such parameter'],
    ['what is fixed', { Mode: 'soft' }, 'Mode: it cannot be set'],
    ['what is fixed, as it is', { Mode: 'hard' }, 'Mode: it cannot be set'],
    ['what is hidden', { Secret: 'a' }, 'Secret: it cannot be set'],
    ['nodes', { InstanceId: 'i-0123abcd' }, 'InstanceId: nodes are chosen'],
    ['what is not allowed', { Times: 3 }, 'Times: expected one of 1, 2'],
    ['what the document does not allow', { Times: 4 }, 'one of 1, 2, 3'],
    ['what cannot be checked', { Odd: 'Y' }, 'Odd: expected one of X, y'],
    ['code', { Service: 'nginx; reboot' }, `Service: ';' (U+003B)`],
    [
      'a role',
      { Role: 'arn:aws:iam::111122223333:role/admin' },
      'Role: it says what is run (assumeRole)',
    ],
    [
      'nodes of somebody else',
      { OtherNodeIds: ['i-0123abcd'] },
      'OtherNodeIds: it says which nodes are acted on',
    ],
    ['a secret', { Reason: '{{ssm:key}}' }, `Reason: '{'`],
  ])('refuses %s', (_, given, message) => {
    const all: ParameterValues =
      Object.keys(given).length > 0 ? { Service: 'nginx', ...given } : {};
    expect(() => resolve(all)).toThrow(message);
  });

  it('lets code through where the publication says so', () => {
    const unsafe = aPublication({
      nodesParameter: 'InstanceId',
      parameters: { Service: { unsafe: true } },
    });
    const [service] = resolveValues(unsafe, document, { Service: 'a; b' });
    expect(service.value).toBe('a; b');
  });
});

describe('formOf', () => {
  it('asks for neither what is fixed nor what is hidden', () => {
    const form = formOf(publication, document);
    expect(form.map(({ name }) => name)).toEqual([
      'InstanceId',
      'Service',
      'Reason',
      'Times',
      'Odd',
      'Role',
      'OtherNodeIds',
    ]);
    expect(form).toMatchObject([
      { takesNodes: true, required: true },
      { title: 'Service', description: 'Which', takesNodes: false },
      { default: '', required: false },
      { title: 'How often', default: 2, allowedValues: [1, 2] },
      { default: 'x', allowedValues: ['X', 'y'] },
      { required: false },
      { required: false, takesNodes: false },
    ]);
  });
});
