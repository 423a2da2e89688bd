import { z } from 'zod';

const texts = z.union([z.string(), z.array(z.string())]);

// Conditions and the negated forms are not understood, and to pass over them
// would allow what they forbid.
const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts,
});

const policySchema = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema, z.array(statementSchema)]),
});

interface Statement {
  effect: 'Allow' | 'Deny';
  actions: readonly RegExp[];
  resources: readonly RegExp[];
}

function list(value: string | string[]): string[] {
  return Array.isArray(value) ? value : [value];
}

/** A pattern of a policy: `*` is any text, `?` any character. */
function glob(pattern: string, flags?: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`, flags);
}

/** The policy of a session of STS: it allows no more than what it names. */
export class SessionPolicy {
  readonly #statements: readonly Statement[];

  /**
   * Reads a policy.
   *
   * @param text - JSON as AssumeRole takes it
   * @throws Error that says what is wrong with it
   */
  static read(text: string): SessionPolicy {
    const parsed = policySchema.safeParse(JSON.parse(text));
    if (!parsed.success) {
      throw new Error(z.prettifyError(parsed.error));
    }
    const { Statement: given } = parsed.data;
    return new SessionPolicy(
      (Array.isArray(given) ? given : [given]).map(statement => ({
        effect: statement.Effect,
        // IAM knows actions whatever their case.
        actions: list(statement.Action).map(action => glob(action, 'i')),
        resources: list(statement.Resource).map(resource => glob(resource)),
      })),
    );
  }

  private constructor(statements: readonly Statement[]) {
    this.#statements = statements;
  }

  /** Whether an action is allowed on a resource: its ARN, or `*` for an action without one. */
  allows(action: string, resource: string): boolean {
    const meant = this.#statements.filter(
      statement =>
        statement.actions.some(pattern => pattern.test(action)) &&
        statement.resources.some(pattern => pattern.test(resource)),
    );
    return (
      meant.some(({ effect }) => effect === 'Allow') &&
      !meant.some(({ effect }) => effect === 'Deny')
    );
  }
}
