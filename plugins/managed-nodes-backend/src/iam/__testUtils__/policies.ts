import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const FOLDER = resolve(__dirname, '../../../../../docs/iam');

const texts = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform(value => (Array.isArray(value) ? value : [value]));

const statementSchema = z.strictObject({
  Sid: z.string().regex(/^[A-Za-z0-9]+$/),
  Effect: z.literal('Allow'),
  Action: z.array(z.string().regex(/^[a-z0-9]+:[A-Z][A-Za-z0-9]+$/)).min(1),
  Resource: texts,
  Condition: z.record(z.string(), z.record(z.string(), texts)).optional(),
});

/** What one statement of a policy allows. */
export type Statement = z.infer<typeof statementSchema>;

const policySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(statementSchema).min(1),
});

/** The text of a file of docs/iam. */
export function readDocument(file: string): string {
  return readFileSync(resolve(FOLDER, file), 'utf8');
}

/** What a policy of docs/iam says. */
export function statements(name: string): Statement[] {
  return policySchema.parse(JSON.parse(readDocument(`${name}.json`))).Statement;
}

/** The actions that a policy of docs/iam allows. */
export function policy(name: string): string[] {
  return statements(name)
    .flatMap(({ Action }) => Action)
    .sort();
}

/** The names of all policies of docs/iam, but for the one of trust. */
export function policyNames(): string[] {
  return readdirSync(FOLDER)
    .filter(file => file.endsWith('.json') && file !== 'trust.json')
    .map(file => file.replace('.json', ''))
    .sort();
}

/** Whether a text is what IAM's pattern with `*` and `?` means. */
export function isLike(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}
