import {
  ACCOUNT,
  observation,
  openTestDatabase,
  REGION,
  context,
} from '../../__testUtils__/nodes';
import { Visibility } from '../../nodes/filters';
import { NO_PATCH_REPORT } from '../../nodes/rows';
import { NodeObservation, PatchReport } from '../../nodes/types';
import { PlanQueries } from '../PlanQueries';
import { PlanStore } from '../PlanStore';
import { PlanObservation } from '../types';

export const HERE = { account: ACCOUNT, region: REGION };
export const ELSEWHERE = { account: ACCOUNT, region: 'us-east-1' };
export const ALL: Visibility = { all: true };
export const MINE: Visibility = {
  criteria: { field: 'owner', in: ['group:default/mine'] },
};
export const PAGE = { limit: 50 };

/** The report of a node that lacks so many patches. */
export function lacking(missing: number, others: Partial<PatchReport> = {}) {
  return {
    ...NO_PATCH_REPORT,
    bucket: missing ? ('security' as const) : ('compliant' as const),
    securityNonCompliant: missing,
    missing,
    lastOperation: 'Scan' as const,
    lastOperationAt: '2026-11-01T00:00:00.000Z',
    ...others,
  };
}

/** A node that lacks as many patches as its number says. */
export function node(
  index: number,
  tags: Record<string, string>,
  others: Partial<NodeObservation> = {},
): NodeObservation {
  return observation(index, { tags, patch: lacking(index), ...others });
}

/** Plans in a new database. */
export async function createPlans(id: Parameters<typeof openTestDatabase>[0]) {
  const knex = await openTestDatabase(id);
  const queries = PlanQueries.create({ knex, context });
  const plans = PlanStore.create({ knex });
  return {
    knex,
    queries,
    plans,
    /** Makes these the windows there are. */
    keep: (...observed: PlanObservation[]) =>
      plans.replacePlans(HERE, 'maintenance-window', observed),
    /** Names of the plans somebody sees. */
    names: async (
      visibility: Visibility = ALL,
      filter = {},
      query: Partial<Parameters<PlanQueries['listPlans']>[0]> = {},
    ) => {
      const page = await queries.listPlans(
        { ...PAGE, ...query },
        filter,
        visibility,
      );
      return page.items.map(item => item.name);
    },
  };
}
