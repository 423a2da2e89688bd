import { Knex } from 'knex';
import { PlanRow } from './rows';
import { nextRun } from './schedule';

/** Plans that are looked at in one go. */
const AT_ONCE = 500;

function nextOf(plan: PlanRow, now: number): number | null {
  const next = nextRun(
    {
      expression: plan.schedule,
      timezone: plan.schedule_timezone,
      offsetDays: plan.schedule_offset,
    },
    now,
    Number(plan.next_run_at),
  );
  return next !== null && plan.ends_at !== null && next > Number(plan.ends_at)
    ? null
    : next;
}

/**
 * Moves plans whose next run has begun on to the one after it, so that nobody
 * has to wait for the next read to be told of a day that lies ahead.
 *
 * @returns how many there were.
 */
export async function advancePlans(knex: Knex, now: number): Promise<number> {
  let advanced = 0;
  for (;;) {
    const begun = await knex<PlanRow>('patch_plans')
      .where('next_run_at', '<=', now)
      .limit(AT_ONCE)
      .select();
    for (const plan of begun) {
      await knex<PlanRow>('patch_plans')
        // Unless a read has told of another run meanwhile.
        .where({ id: plan.id, next_run_at: plan.next_run_at })
        .update({ next_run_at: nextOf(plan, now) });
    }
    advanced += begun.length;
    if (begun.length < AT_ONCE) {
      return advanced;
    }
  }
}
