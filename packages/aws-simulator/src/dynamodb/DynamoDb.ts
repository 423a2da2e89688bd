import { z } from 'zod';
import { Json } from '../documents/types';
import { Principal } from '../identity/principals';
import { World } from '../model/World';
import { AwsError } from '../protocol/AwsError';
import { authorize } from '../server/authorize';
import { dynamodb } from './service';
import { Tables, TablesAnswer } from './Tables';

const errorSchema = z.object({
  __type: z.string(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

const namesSchema = z.object({
  TableName: z.string().optional(),
  ResourceArn: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
});

function namesIn(input: unknown): string[] {
  const parsed = namesSchema.safeParse(input);
  if (!parsed.success) {
    return [];
  }
  const { TableName, ResourceArn, RequestItems = {} } = parsed.data;
  return [
    ...(TableName ? [TableName] : []),
    ...(ResourceArn ? [ResourceArn] : []),
    ...Object.keys(RequestItems),
  ];
}

/**
 * DynamoDB of every account and Region: whose request it is and whether it is
 * allowed is decided here, everything else by dynalite.
 */
export class DynamoDb {
  readonly #world: World;
  readonly #tables = new Map<string, Tables>();
  #generation: object | undefined;

  static create(world: World): DynamoDb {
    return new DynamoDb(world);
  }

  private constructor(world: World) {
    this.#world = world;
  }

  /**
   * Answers a request.
   *
   * @throws AwsError when it is not allowed
   */
  answer(
    principal: Principal,
    region: string,
    operation: string,
    body: string,
  ): Promise<TablesAnswer> {
    const { account } = principal;
    const key = { service: 'dynamodb', operation, account, region };
    const arns = namesIn(this.#parse(body)).map(name =>
      name.startsWith('arn:')
        ? name
        : `arn:aws:dynamodb:${region}:${account}:table/${name}`,
    );
    authorize(this.#world, principal, dynamodb, key, {
      action: `dynamodb:${operation}`,
      resource: arns[0],
      ...(arns.length && { resources: arns }),
    });
    return this.#tablesOf(account, region).call(operation, body);
  }

  /**
   * The same for a step of an automation.
   *
   * @throws AwsError as DynamoDB does
   */
  async call(
    principal: Principal,
    region: string,
    operation: string,
    input: Json,
  ): Promise<Json> {
    const { status, body } = await this.answer(
      principal,
      region,
      operation,
      JSON.stringify(input),
    );
    const parsed = JSON.parse(body) as Json;
    if (status !== 200) {
      const error = errorSchema.parse(parsed);
      throw new AwsError(
        error.__type.replace(/^.*#/, ''),
        error.message ?? error.Message ?? '',
        status,
      );
    }
    return parsed;
  }

  async close(): Promise<void> {
    const all = [...this.#tables.values()];
    this.#tables.clear();
    await Promise.all(all.map(each => each.close()));
  }

  #parse(body: string): unknown {
    try {
      return JSON.parse(body);
    } catch {
      throw new AwsError(
        'SerializationException',
        'The body is not valid JSON',
      );
    }
  }

  #tablesOf(account: string, region: string): Tables {
    // After a reset of the world there are no tables.
    if (this.#generation !== this.#world.documents) {
      this.#generation = this.#world.documents;
      this.#tables.forEach(each => void each.close());
      this.#tables.clear();
    }
    const key = `${account}/${region}`;
    const tables =
      this.#tables.get(key) ??
      Tables.create({ account, region, seed: this.#world.seedTables });
    this.#tables.set(key, tables);
    return tables;
  }
}
