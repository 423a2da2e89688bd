import { FaultKind, RequestKey } from '../faults/types';
import { Principal } from '../identity/principals';
import { World } from '../model/World';
import { Pager } from '../services/Pager';
import { RequestContext, Service } from '../services/types';

/** What an operation may use, at a moment. */
export function contextAt(
  world: World,
  options: {
    /** Epoch milliseconds. */
    now: number;
    service: Service;
    principal: Principal;
    key: RequestKey;
    endpoint: string;
    signal: AbortSignal;
    /** Whether pages may be short or empty. */
    unevenPages: boolean;
  },
): RequestContext {
  const { now, service, principal, key, endpoint, signal } = options;
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
    documents: world.documents,
    automations: world.automations,
    maintenance: world.maintenance,
    associations: world.associations,
    parameters: world.parameters,
    metrics: world.metrics,
    alarms: world.alarms,
    logs: world.logs,
    endpoint,
    signal,
    pager: Pager.create({
      tokens: world.tokens,
      scope: `${key.service} ${key.operation} ${key.account} ${key.region}`,
      seed: world.seed,
      now,
      errors: service.errors,
      unevenPages: options.unevenPages,
      takeFault: (kind: FaultKind) =>
        world.faults.take(kind, key) !== undefined,
    }),
  };
}
