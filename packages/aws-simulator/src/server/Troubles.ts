import { setTimeout as wait } from 'timers/promises';
import { CallCount } from '../faults/CallCounters';
import { RequestKey } from '../faults/types';
import { World } from '../model/World';
import { AwsError } from '../protocol/AwsError';
import { Service } from '../services/types';
import { WireResponse } from './wire';

/** How far a client's clock may be from the service's. */
const MAX_SKEW = 300_000;

/** What a proxy that has lost its service says, whatever it was asked. */
const GARBAGE = '<html><body><h1>It works!</h1><br></body>';

/** `20261123T093000Z`, as SigV4 writes it. */
function signingDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function parseSigningDate(text: string): number {
  return Date.parse(
    text.replace(
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
      '$1-$2-$3T$4:$5:$6Z',
    ),
  );
}

/** Lets faults and rate limits happen to requests and answers. */
export class Troubles {
  readonly #world: World;

  static create(world: World): Troubles {
    return new Troubles(world);
  }

  private constructor(world: World) {
    this.#world = world;
  }

  /** Epoch milliseconds of a service whose clock is off; undefined if it is right. */
  wrongTime(key: RequestKey): number | undefined {
    const fault = this.#world.faults.take('clock-skew', key);
    return fault && Date.now() + (fault.milliseconds ?? 3_600_000);
  }

  /**
   * Refuses a request that was signed too long ago, or in the future.
   *
   * @param signedAt - the header `x-amz-date`
   * @throws AwsError in the service's words
   */
  checkDate(service: Service, signedAt: string, now: number): void {
    const signed = parseSigningDate(signedAt);
    if (!(Math.abs(signed - now) > MAX_SKEW)) {
      return;
    }
    const early = signed < now;
    const [code, status] = service.errors.clockSkew;
    throw new AwsError(
      code,
      early
        ? `Signature expired: ${signedAt} is now earlier than ${signingDate(
            now - MAX_SKEW,
          )} (${signingDate(now)} - 5 min.)`
        : `Signature not yet current: ${signedAt} is still later than ${signingDate(
            now + MAX_SKEW,
          )} (${signingDate(now)} + 5 min.)`,
      status,
    );
  }

  /**
   * What happens before a request is looked at; true when the connection is
   * to drop.
   *
   * @throws AwsError in the service's words
   */
  async before(
    service: Service,
    key: RequestKey,
    count: CallCount,
  ): Promise<boolean> {
    const { faults, limits } = this.#world;
    const slow = faults.take('slow', key);
    if (slow) {
      await wait(slow.milliseconds ?? 1000);
    }
    if (faults.take('reset', key)) {
      count.failed += 1;
      return true;
    }
    if (faults.take('outage', key)) {
      const [code, status] = service.errors.unavailable;
      throw new AwsError(code, 'The service is unavailable.', status);
    }
    if (faults.take('server-error', key)) {
      const [code, status] = service.errors.internal;
      throw new AwsError(code, 'An internal error occurred.', status);
    }
    if (faults.take('throttle', key) || !limits.take(key)) {
      count.throttled += 1;
      const [code, status] = service.errors.throttled;
      throw new AwsError(code, 'Rate exceeded', status);
    }
    return false;
  }

  /** What happens to an answer on its way. */
  after(answer: WireResponse, key: RequestKey, count: CallCount): WireResponse {
    const { faults } = this.#world;
    if (faults.take('garbage', key)) {
      count.failed += 1;
      return {
        ...answer,
        headers: { ...answer.headers, 'content-type': 'text/html' },
        body: GARBAGE,
      };
    }
    if (faults.take('truncated', key)) {
      count.failed += 1;
      return { ...answer, truncated: true };
    }
    return answer;
  }
}
