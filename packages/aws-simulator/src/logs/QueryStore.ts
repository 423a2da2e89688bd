import { randomUUID } from 'crypto';
import { hash } from '../model/random';
import { AwsError } from '../protocol/AwsError';
import { Query, QueryRequest } from './Query';

/** Queries that run in an account and Region at the same time. */
export const CONCURRENT_QUERIES = 100;
const KEPT_QUERIES = 500;
/** Rows and machines that queries hold altogether. */
const KEPT_WEIGHT = 500_000;
/** Nobody loses results earlier, in milliseconds. */
const GRACE = 300_000;
const SHORTEST_WAIT = 150;
const LONGEST_WAIT = 450;
const SHORTEST_WORK = 700;
const LONGEST_WORK = 2200;

function between(low: number, high: number, roll: number): number {
  return low + (roll % (high - low + 1));
}

/** The queries of every account and Region, until newer ones take their place. */
export class QueryStore {
  readonly #queries = new Map<string, Query>();
  readonly #seed: number;
  #started = 0;

  static create(seed: number): QueryStore {
    return new QueryStore(seed);
  }

  private constructor(seed: number) {
    this.#seed = seed;
  }

  /**
   * Starts a query.
   *
   * @throws AwsError LimitExceededException when too many run already
   */
  start(request: Omit<QueryRequest, 'wait' | 'work'>): Query {
    const { account, region, startedAt } = request;
    const active = [...this.#queries.values()].filter(
      query =>
        query.account === account &&
        query.region === region &&
        query.isActive(startedAt),
    );
    if (active.length >= CONCURRENT_QUERIES) {
      throw new AwsError(
        'LimitExceededException',
        `Account maximum query concurrency limit of [${CONCURRENT_QUERIES}] reached.`,
      );
    }
    this.#started += 1;
    const roll = hash(this.#seed, this.#started);
    const query = Query.start(randomUUID(), {
      ...request,
      wait: between(SHORTEST_WAIT, LONGEST_WAIT, roll >>> 16),
      work: between(SHORTEST_WORK, LONGEST_WORK, roll & 0xffff),
    });
    this.#queries.set(query.id, query);
    this.#forget(startedAt);
    return query;
  }

  find(account: string, region: string, id: string): Query | undefined {
    const query = this.#queries.get(id);
    return query?.account === account && query.region === region
      ? query
      : undefined;
  }

  /** Forgets the oldest of those that ended a while ago. */
  #forget(now: number): void {
    let weight = 0;
    let kept = 0;
    for (const query of [...this.#queries.values()].reverse()) {
      weight += query.weight;
      kept += 1;
      if (
        query.isPast(now, GRACE) &&
        (kept > KEPT_QUERIES || weight > KEPT_WEIGHT)
      ) {
        this.#queries.delete(query.id);
      }
    }
  }
}
