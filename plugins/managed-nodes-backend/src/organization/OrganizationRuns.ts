import {
  OrganizationHealth,
  SyncProblem,
} from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { CallMeter } from '../aws/CallMeter';
import { readMeta, writeMeta } from '../nodes/database';

const KEY = 'organization_listing';

const NEVER: OrganizationHealth = {
  state: 'never',
  lastStartedAt: null,
  lastFinishedAt: null,
  lastSuccessAt: null,
  listed: 0,
  calls: 0,
  throttles: 0,
  error: null,
};

/** Keeps how the organization's listing is doing. One replica at a time runs it. */
export class OrganizationRuns {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): OrganizationRuns {
    return new OrganizationRuns(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async health(): Promise<OrganizationHealth> {
    const stored = await readMeta(this.#knex, KEY);
    return stored ? JSON.parse(stored) : NEVER;
  }

  async begin(now: number): Promise<void> {
    await this.#change({
      state: 'running',
      lastStartedAt: new Date(now).toISOString(),
    });
  }

  async succeed(run: {
    listed: number;
    meter: CallMeter;
    now: number;
  }): Promise<void> {
    const at = new Date(run.now).toISOString();
    await this.#change({
      state: 'ok',
      lastFinishedAt: at,
      lastSuccessAt: at,
      listed: run.listed,
      calls: run.meter.calls,
      throttles: run.meter.throttles,
      error: null,
    });
  }

  async fail(run: {
    error: SyncProblem;
    meter: CallMeter;
    now: number;
  }): Promise<void> {
    await this.#change({
      state: 'failed',
      lastFinishedAt: new Date(run.now).toISOString(),
      calls: run.meter.calls,
      throttles: run.meter.throttles,
      error: run.error,
    });
  }

  async #change(change: Partial<OrganizationHealth>): Promise<void> {
    const health = { ...(await this.health()), ...change };
    await writeMeta(this.#knex, KEY, JSON.stringify(health));
  }
}
