import { parse } from 'yaml';
import { z } from 'zod';
import { policy, readDocument, statements } from './__testUtils__/policies';

const roleSchema = z.object({
  Type: z.literal('AWS::IAM::Role'),
  Condition: z.string().optional(),
  Properties: z.object({
    AssumeRolePolicyDocument: z.object({
      Statement: z.tuple([
        z.object({ Action: z.unknown(), Condition: z.unknown() }),
      ]),
    }),
    Policies: z.tuple([
      z.object({
        PolicyDocument: z.object({ Statement: z.array(z.unknown()) }),
      }),
    ]),
  }),
});

const templateSchema = z.object({
  Parameters: z.record(z.string(), z.unknown()),
  Conditions: z.record(z.string(), z.unknown()),
  Resources: z.object({ Role: roleSchema, OperateRole: roleSchema }),
});

const templateStatementSchema = z.object({
  Action: z.array(z.string()),
  Resource: z.union([
    z.string().transform(resource => [resource]),
    z
      .array(z.object({ 'Fn::Sub': z.string() }))
      .transform(resources =>
        resources.map(({ 'Fn::Sub': resource }) =>
          resource
            .replace('${AWS::Partition}', 'aws')
            .replace('${AWS::AccountId}', '<account of the role>'),
        ),
      ),
  ]),
});

/** The statements of a role, whatever the parameters. */
function statementsOf(role: z.infer<typeof roleSchema>) {
  const [{ PolicyDocument }] = role.Properties.Policies;
  return PolicyDocument.Statement.map(statement => {
    const [conditional] = valuesOf('Fn::If', statement);
    const [, inner] = Array.isArray(conditional) ? conditional : [];
    return templateStatementSchema.parse(inner ?? statement);
  });
}

/** The resources of each action. */
function resourcesOf(
  all: Array<{ Action: string[]; Resource: string[] }>,
): Record<string, string[]> {
  return Object.fromEntries(
    all.flatMap(({ Action, Resource }) =>
      Action.map(action => [action, [...Resource].sort()]),
    ),
  );
}

/** All values that stand under a name anywhere in a template. */
function valuesOf(name: string, value: unknown): unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap(inner => valuesOf(name, inner));
  }
  if (value && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) =>
      key === name ? [inner] : valuesOf(name, inner),
    );
  }
  return [];
}

describe('the template of the role in every account', () => {
  const document: unknown = parse(readDocument('member-role.yaml'));
  const template = templateSchema.parse(document);
  const { Role, OperateRole } = template.Resources;

  it.each([
    [
      'reads',
      Role,
      [
        'sync-read-only',
        'patches',
        'metrics',
        'patch-operations',
        'enabled-regions',
      ],
    ],
    ['acts', OperateRole, ['patch-actions']],
  ])('allows the role that %s what the policies allow', (_, role, names) => {
    const actions = valuesOf('Action', role.Properties.Policies).flat();
    expect(actions.sort()).toEqual(names.flatMap(policy).sort());
    expect(resourcesOf(statementsOf(role))).toEqual(
      resourcesOf(names.flatMap(statements)),
    );
  });

  it('makes the role that acts only for those who want it', () => {
    expect(OperateRole.Condition).toBe('LetsPeoplePatch');
    expect(template.Parameters.PatchActions).toMatchObject({
      Default: 'false',
    });
  });

  it.each([
    ['reads', Role],
    ['acts', OperateRole],
  ])('trusts who has the external id with the role that %s', (_, role) => {
    const { AssumeRolePolicyDocument } = role.Properties;
    const { Statement } = JSON.parse(readDocument('trust.json'));
    expect(AssumeRolePolicyDocument.Statement[0]).toMatchObject({
      Action: Statement[0].Action,
      Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
    });
    expect(Object.keys(Statement[0].Condition.StringEquals)).toEqual([
      'sts:ExternalId',
    ]);
    expect(template.Parameters.ExternalId).toMatchObject({ NoEcho: true });
  });

  it('refers to nothing that it does not have', () => {
    const referred = valuesOf('Ref', document);
    // Nor has it a parameter that nothing refers to.
    expect(referred).toEqual(
      expect.arrayContaining(Object.keys(template.Parameters)),
    );
    const names = Object.keys(template.Parameters);
    for (const name of referred) {
      expect([...names, 'AWS::NoValue']).toContain(name);
    }
    for (const [condition] of valuesOf('Fn::If', document) as string[][]) {
      expect(Object.keys(template.Conditions)).toContain(condition);
    }
  });
});
