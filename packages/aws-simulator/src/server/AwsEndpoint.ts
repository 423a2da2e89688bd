import { IncomingHttpHeaders } from 'http';
import { CallCount } from '../faults/CallCounters';
import { FaultKind, RequestKey } from '../faults/types';
import { Principal } from '../identity/principals';
import { World } from '../model/World';
import { SERVICES } from '../operations';
import { AwsError } from '../protocol/AwsError';
import { OperationShape, readOperation } from '../protocol/shapes';
import { Pager } from '../services/Pager';
import { Operation, RequestContext, Service } from '../services/types';
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
  readonly #services = new Map<string, Service>();
  readonly #operations = new Map<Service, Map<string, KnownOperation>>();

  static create(world: World): AwsEndpoint {
    return new AwsEndpoint(world);
  }

  private constructor(world: World) {
    this.#world = world;
    this.#troubles = Troubles.create(world);
    for (const service of SERVICES) {
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
    if (!known) {
      const [code, status] = service.errors.unknownOperation;
      throw new AwsError(
        code,
        `The action ${request.operation} is not valid for this web service.`,
        status,
      );
    }
    const count = this.#world.counters.count(key, known.operation.action);
    const time = this.#troubles.wrongTime(key);
    const answer = await this.#attempt(count, service, async () => {
      if (time !== undefined) {
        this.#troubles.checkDate(service, connection.signedAt, time);
      }
      if (await this.#troubles.before(service, key, count)) {
        return 'reset';
      }
      const context = this.#contextFor(service, principal, key, connection);
      const done = await this.#run(service, known, request, context, key);
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

  async #run(
    service: Service,
    { operation, shape }: KnownOperation,
    request: WireRequest,
    context: RequestContext,
    key: RequestKey,
  ): Promise<WireResponse> {
    const input = request.read(shape);
    this.#authorize(service, operation, input, context, key);
    return writeOutput(service, shape, await operation.handle(input, context));
  }

  #authorize(
    service: Service,
    operation: Operation<object, object>,
    input: object,
    context: RequestContext,
    key: RequestKey,
  ): void {
    const { action } = operation;
    const { faults, permissions } = this.#world;
    const { principal, account, region } = context;
    const resource = operation.resource?.(input, context);
    const refuse = (
      policy: 'identity-based' | 'session',
      on: string | undefined,
    ): never => {
      const [code, status] = service.errors.denied;
      throw new AwsError(
        code,
        service.denial({
          user: principal.arn,
          action: action ?? `${service.signingName}:${key.operation}`,
          resource: on,
          account,
          region,
          policy,
        }),
        status,
      );
    };
    if (
      faults.take('access-denied', key) ||
      (action && !permissions.isAllowed(principal, action))
    ) {
      refuse('identity-based', resource);
    }
    if (action && principal.policy) {
      const resources = operation.resources?.(input, context) ?? [
        resource ?? '*',
      ];
      const denied = resources.find(
        arn => !principal.policy?.allows(action, arn),
      );
      if (denied !== undefined) {
        refuse('session', denied === '*' ? resource : denied);
      }
    }
  }

  #contextFor(
    service: Service,
    principal: Principal,
    key: RequestKey,
    { endpoint, signal }: Connection,
  ): RequestContext {
    const world = this.#world;
    world.tick();
    const now = world.clock.now();
    return {
      principal,
      account: principal.account,
      region: key.region,
      now,
      fleet: world.fleet,
      organization: world.organization,
      regions: world.regions,
      credentials: world.credentials,
      permissions: world.permissions,
      integratedExperience: world.integratedExperience,
      queues: world.queues,
      events: world.events,
      patching: world.patching,
      commands: world.commands,
      maintenance: world.maintenance,
      endpoint,
      signal,
      pager: Pager.create({
        tokens: world.tokens,
        scope: `${key.service} ${key.operation} ${key.account} ${key.region}`,
        seed: world.seed,
        now,
        errors: service.errors,
        unevenPages: world.unevenPages,
        takeFault: (kind: FaultKind) =>
          world.faults.take(kind, key) !== undefined,
      }),
    };
  }
}
