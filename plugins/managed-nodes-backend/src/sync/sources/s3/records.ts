import { z } from 'zod';
import { MalformedObjectError } from './MalformedObjects';

/** The node that an object is about, as its key says. */
export interface ObjectOwner {
  account: string;
  nodeId: string;
}

const ACCOUNT_FIELD = /^(owner)?account_?id$/i;

/** A text that may be left out; an empty one says as much as none. */
export const optionalText = z
  .string()
  .optional()
  .transform(value => value || undefined);

/** A count: S3 has it as text. */
export const optionalCount = z
  .string()
  .regex(/^\d{0,9}$/, 'expected a number of at most 9 digits')
  .optional()
  .transform(value => (value ? Number(value) : undefined));

/** A time in ISO 8601. */
export const optionalTime = z
  .string()
  .refine(value => !value || !Number.isNaN(Date.parse(value)), {
    error: 'expected a time',
  })
  .optional()
  .transform(value => (value ? new Date(value) : undefined));

/**
 * Reads the records of an object. Fields that are not known are left alone:
 * AWS adds to them.
 *
 * @throws MalformedObjectError naming the line and what is wrong with it, but
 * none of its values.
 */
export async function* recordsOf<T>(
  lines: AsyncIterable<string>,
  schema: z.ZodType<T>,
  owner: ObjectOwner,
): AsyncGenerator<T> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const record = parseLine(line, number);
    checkOwner(record, number, owner);
    const parsed = schema.safeParse(record);
    if (!parsed.success) {
      const [{ path, message }] = parsed.error.issues;
      throw new MalformedObjectError(
        `record ${number}: ${path.join('.')}: ${message}`,
      );
    }
    yield parsed.data;
  }
  if (!number) {
    throw new MalformedObjectError('it is empty');
  }
}

/**
 * Reads an object of one record.
 *
 * @throws MalformedObjectError as `recordsOf`, and when there are more.
 */
export async function onlyRecord<T>(
  lines: AsyncIterable<string>,
  schema: z.ZodType<T>,
  owner: ObjectOwner,
): Promise<T> {
  const records: T[] = [];
  for await (const record of recordsOf(lines, schema, owner)) {
    if (records.push(record) > 1) {
      throw new MalformedObjectError('it has more than one record');
    }
  }
  return records[0];
}

function parseLine(line: string, number: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new MalformedObjectError(`record ${number} is not JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedObjectError(`record ${number} is not an object`);
  }
  return value as Record<string, unknown>;
}

/** What is in a bucket is trusted for no more than the node its key names. */
function checkOwner(
  record: Record<string, unknown>,
  number: number,
  { account, nodeId }: ObjectOwner,
): void {
  const { resourceId, InstanceId } = record;
  if (typeof resourceId !== 'string') {
    throw new MalformedObjectError(`record ${number} has no resourceId`);
  }
  if (resourceId !== nodeId || (InstanceId && InstanceId !== nodeId)) {
    throw new MalformedObjectError(
      `record ${number} is about another node than its key`,
    );
  }
  const foreign = Object.entries(record).some(
    ([key, value]) => ACCOUNT_FIELD.test(key) && value !== account,
  );
  if (foreign) {
    throw new MalformedObjectError(
      `record ${number} is about another account than its key`,
    );
  }
}
