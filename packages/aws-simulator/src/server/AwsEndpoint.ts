import { randomUUID } from 'crypto';
import { IncomingHttpHeaders } from 'http';
import { CallCount } from '../faults/CallCounters';
import { RequestKey } from '../faults/types';
import { Principal } from '../identity/principals';
import { DynamoDb } from '../dynamodb/DynamoDb';
import { dynamodb } from '../dynamodb/service';
import { World } from '../model/World';
import { SERVICES } from '../operations';
import { AwsError } from '../protocol/AwsError';
import { OperationShape, readOperation } from '../protocol/shapes';
import { Operation, RequestContext, Service } from '../services/types';
import { authorize } from './authorize';
import { contextAt } from './contexts';
import { InternalCaller } from './InternalCaller';
import { Troubles } from './Troubles';
import {
  readRequest,
  WireRequest,
  WireResponse,
  writeError,
  writeOutput,
} from './wire';

const CREDENTIAL =
  /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/;

interface KnownOperation {
  operation: Operation<object, object>;
  shape: OperationShape;
}

interface Scope {
  accessKeyId: string;
  region: string;
  service: Service;
}

/** What an operation may have to know of the connection. */
interface Connection {
  sessionToken: string | undefined;
  /** As it came, for a service that another server answers for. */
  body: string;
  /** When the client says it signed the request. */
  signedAt: string;
  endpoint: string;
  signal: AbortSignal;
}

/** An answer, or that the connection is to be dropped instead. */
export type AwsAnswer = WireResponse | 'reset';

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** Answers AWS requests out of the simulated world. */
export class AwsEndpoint {
  readonly #world: World;
  readonly #troubles: Troubles;
  readonly #dynamo: DynamoDb;
  readonly #services = new Map<string, Service>();
  readonly #operations = new Map<Service, Map<string, KnownOperation>>();

  static create(world: World): AwsEndpoint {
    return new AwsEndpoint(world);
  }

  private constructor(world: World) {
    this.#world = world;
    this.#troubles = Troubles.create(world);
    this.#dynamo = DynamoDb.create(world);
    world.connect(InternalCaller.create(world, this.#dynamo));
    for (const service of [...SERVICES, dynamodb]) {
      this.#services.set(service.signingName, service);
      this.#operations.set(
        service,
        new Map(
          service.operations.map(operation => {
            const shape = readOperation(operation.schema);
            return [shape.name, { operation, shape }];
          }),
        ),
      );
    }
  }

  /**
   * Answers one request.
   *
   * @throws ContractViolationError when the simulator itself breaks a service's
   * model; the server reports it as what it is, a defect.
   */
  async answer(
    headers: IncomingHttpHeaders,
    body: string,
    signal: AbortSignal,
  ): Promise<AwsAnswer> {
    const scope = this.#scopeOf(headers);
    if (!scope) {
      return {
        status: 403,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          __type: 'MissingAuthenticationTokenException',
          message:
            'The request is not signed (SigV4), or for a service that is not simulated',
        }),
      };
    }
    const { service } = scope;
    try {
      const request = readRequest(
        service,
        header(headers, 'x-amz-target'),
        body,
      );
      return await this.#serve(scope, request, {
        body,
        sessionToken: header(headers, 'x-amz-security-token') || undefined,
        signedAt: header(headers, 'x-amz-date'),
        endpoint: `http://${header(headers, 'host')}`,
        signal,
      });
    } catch (error) {
      if (error instanceof AwsError) {
        return writeError(service, error);
      }
      throw error;
    }
  }

  #scopeOf(headers: IncomingHttpHeaders): Scope | undefined {
    const [, accessKeyId, region, name] =
      CREDENTIAL.exec(header(headers, 'authorization')) ?? [];
    const service = this.#services.get(name);
    return service && { accessKeyId, region, service };
  }

  #authenticate(scope: Scope, sessionToken: string | undefined): Principal {
    const { errors } = scope.service;
    const { credentials, organization, regions } = this.#world;
    const found = credentials.resolve(scope.accessKeyId, sessionToken);
    if (
      typeof found !== 'string' &&
      organization.isActive(found.account) &&
      regions.isEnabled(found.account, scope.region)
    ) {
      return found;
    }
    const [code, status, message] =
      found === 'expired'
        ? errors.expiredCredentials
        : errors.unknownCredentials;
    throw new AwsError(code, message, status);
  }

  async #serve(
    scope: Scope,
    request: WireRequest,
    connection: Connection,
  ): Promise<AwsAnswer> {
    const { service, region } = scope;
    const principal = this.#authenticate(scope, connection.sessionToken);
    const key: RequestKey = {
      service: service.signingName,
      operation: request.operation,
      account: principal.account,
      region,
    };
    const known = this.#operations.get(service)?.get(request.operation);
    if (!known && service !== dynamodb) {
      const [code, status] = service.errors.unknownOperation;
      throw new AwsError(
        code,
        `The action ${request.operation} is not valid for this web service.`,
        status,
      );
    }
    await this.#world.settle();
    const count = this.#world.counters.count(
      key,
      known ? known.operation.action : `dynamodb:${request.operation}`,
    );
    const time = this.#troubles.wrongTime(key);
    const answer = await this.#attempt(count, service, async () => {
      if (time !== undefined) {
        this.#troubles.checkDate(service, connection.signedAt, time);
      }
      if (await this.#troubles.before(service, key, count)) {
        return 'reset';
      }
      const done = known
        ? await this.#run(
            service,
            known,
            request,
            this.#contextFor(service, principal, key, connection),
            key,
          )
        : await this.#forward(principal, key, connection.body);
      return this.#troubles.after(done, key, count);
    });
    if (answer === 'reset' || time === undefined) {
      return answer;
    }
    const date = new Date(time).toUTCString();
    return { ...answer, headers: { ...answer.headers, date } };
  }

  /** Turns what AWS refuses into an answer, and counts it. */
  async #attempt(
    count: CallCount,
    service: Service,
    work: () => Promise<AwsAnswer>,
  ): Promise<AwsAnswer> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AwsError)) {
        count.failed += 1;
        throw error;
      }
      if (!this.#isThrottle(service, error)) {
        count.failed += 1;
      }
      return writeError(service, error);
    }
  }

  #isThrottle(service: Service, error: AwsError): boolean {
    return error.code === service.errors.throttled[0];
  }

  async #forward(
    principal: Principal,
    { operation, region }: RequestKey,
    sent: string,
  ): Promise<WireResponse> {
    const { status, body } = await this.#dynamo.answer(
      principal,
      region,
      operation,
      sent,
    );
    return {
      status,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amzn-requestid': randomUUID(),
      },
      body,
    };
  }

  /** Ends what it started. */
  close(): Promise<void> {
    return this.#dynamo.close();
  }

  async #run(
    service: Service,
    { operation, shape }: KnownOperation,
    request: WireRequest,
    context: RequestContext,
    key: RequestKey,
  ): Promise<WireResponse> {
    const input = request.read(shape);
    authorize(this.#world, context.principal, service, key, {
      action: operation.action,
      resource: operation.resource?.(input, context),
      resources: operation.resources?.(input, context),
    });
    return writeOutput(service, shape, await operation.handle(input, context));
  }

  #contextFor(
    service: Service,
    principal: Principal,
    key: RequestKey,
    { endpoint, signal }: Connection,
  ): RequestContext {
    const world = this.#world;
    world.tick();
    return contextAt(world, {
      now: world.clock.now(),
      service,
      principal,
      key,
      endpoint,
      signal,
      unevenPages: world.unevenPages,
    });
  }
}
