import { Knex } from 'knex';
import {
  ACCOUNT,
  databases,
  openTestDatabase,
  REGION,
} from '../__testUtils__/nodes';
import { plan } from './__testUtils__/plans';
import { advancePlans } from './advance';
import { PlanStore } from './PlanStore';
import { PlanObservation } from './types';

jest.setTimeout(120_000);

const NOW = Date.parse('2026-11-23T14:00:00Z');
const HOUR = 3_600_000;

describe.each(databases.eachSupportedId())('advancePlans on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
  });

  const advance = async (...plans: PlanObservation[]) => {
    await PlanStore.create({ knex }).replacePlans(
      { account: ACCOUNT, region: REGION },
      'maintenance-window',
      plans,
    );
    await advancePlans(knex, NOW);
    const rows = await knex('patch_plans').orderBy('name');
    return rows.map(({ next_run_at: next }) =>
      next === null ? null : new Date(Number(next)).toISOString(),
    );
  };

  it('moves runs that have begun on to the next, and leaves the others', async () => {
    const begun = NOW - 2 * HOUR;
    expect(
      await advance(
        plan(0, { nextRunAt: begun }),
        plan(1, { nextRunAt: NOW + HOUR }),
        plan(2, { nextRunAt: begun, schedule: 'rate(7 days)' }),
        plan(3, { nextRunAt: begun, schedule: 'at(2026-11-23T12:00:00)' }),
        plan(4, { nextRunAt: begun, endsAt: NOW + HOUR }),
        plan(5, { nextRunAt: begun, schedule: 'unheard of' }),
        plan(6, { nextRunAt: null }),
        plan(7, {
          nextRunAt: begun,
          scheduleOffset: 2,
          scheduleTimezone: null,
        }),
      ),
    ).toEqual([
      '2026-11-29T01:00:00.000Z',
      '2026-11-23T15:00:00.000Z',
      '2026-11-30T12:00:00.000Z',
      null,
      null,
      null,
      null,
      // Two days after Sunday at two, which was yesterday.
      '2026-11-24T02:00:00.000Z',
    ]);
  });

  it('gets round to all of many', async () => {
    const many = Array.from({ length: 1_101 }, (_, index) =>
      plan(index, { nextRunAt: NOW - HOUR }),
    );
    expect(new Set(await advance(...many))).toEqual(
      new Set(['2026-11-29T01:00:00.000Z']),
    );
  });
});
