import { ApiCaller } from '../automation/ApiCaller';
import { Json } from '../documents/types';
import { DynamoDb } from '../dynamodb/DynamoDb';
import { RequestKey } from '../faults/types';
import { World } from '../model/World';
import { SERVICES } from '../operations';
import { AwsError } from '../protocol/AwsError';
import { decodeInput } from '../protocol/decode';
import { readOperation } from '../protocol/shapes';
import { authorize } from './authorize';
import { contextAt } from './contexts';

/** Names of boto3 that differ from those in a credential scope. */
const SCOPES: Readonly<Record<string, string>> = {
  resourcegroupstaggingapi: 'tagging',
};

type CallOptions = Parameters<ApiCaller['call']>[0];

function notThere({ service, operation }: CallOptions): AwsError {
  return new AwsError(
    'InvalidAction',
    `The action ${operation} of service ${service} is not simulated.`,
  );
}

/**
 * Answers the calls that steps of automations make: as the same principal
 * and with the same checks as calls from outside, but without faults, limits
 * and counts.
 */
export class InternalCaller implements ApiCaller {
  readonly #world: World;
  readonly #dynamo: DynamoDb;

  static create(world: World, dynamo: DynamoDb): InternalCaller {
    return new InternalCaller(world, dynamo);
  }

  private constructor(world: World, dynamo: DynamoDb) {
    this.#world = world;
    this.#dynamo = dynamo;
  }

  async call(options: CallOptions): Promise<Json> {
    const { principal, region, now, input } = options;
    const name = SCOPES[options.service] ?? options.service;
    if (name === 'dynamodb') {
      return this.#dynamo.call(principal, region, options.operation, input);
    }
    const service = SERVICES.find(each => each.signingName === name);
    const found = service?.operations
      .map(operation => ({ operation, shape: readOperation(operation.schema) }))
      .find(({ shape }) => shape.name === options.operation);
    if (!service || !found) {
      throw notThere(options);
    }
    const key: RequestKey = {
      service: name,
      operation: options.operation,
      account: principal.account,
      region,
    };
    const missing: string[] = [];
    const given = decodeInput(found.shape.input, input, '', missing) as object;
    if (missing.length) {
      throw new AwsError(
        service.errors.invalidParameter,
        `Missing required parameter in input: ${missing.join(', ')}`,
      );
    }
    const { operation } = found;
    const context = contextAt(this.#world, {
      now,
      service,
      principal,
      key,
      endpoint: 'http://localhost',
      signal: new AbortController().signal,
      unevenPages: false,
    });
    authorize(this.#world, principal, service, key, {
      action: operation.action,
      resource: operation.resource?.(given, context),
      resources: operation.resources?.(given, context),
    });
    const output = await operation.handle(given, context);
    // As a script would see it: plain data, dates as text.
    return JSON.parse(JSON.stringify(output)) as Json;
  }
}
