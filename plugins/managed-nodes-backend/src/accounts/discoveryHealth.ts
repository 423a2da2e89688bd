import {
  OrganizationHealth,
  SyncProblem,
} from '@managed-nodes/plugin-managed-nodes-common';
import { AccountStore } from './AccountStore';

const INTERRUPTED: SyncProblem = {
  code: 'Interrupted',
  message: 'The backend that listed the accounts stopped on the way',
  missingIamAction: null,
};

function time(value: number | string | null): string | null {
  return value === null ? null : new Date(Number(value)).toISOString();
}

/** Reports on finding the accounts of the organization. */
export async function readDiscoveryHealth(options: {
  store: AccountStore;
  /** How long a run may take before another may begin. */
  timeoutMs: number;
  now: number;
}): Promise<OrganizationHealth> {
  const { store, timeoutMs, now } = options;
  const row = await store.discovery();
  // A replica that died leaves its run going for ever.
  const interrupted =
    row.state === 'running' && now - Number(row.started_at) > timeoutMs;
  return {
    state: interrupted ? 'failed' : row.state,
    lastStartedAt: time(row.started_at),
    lastFinishedAt: time(row.finished_at),
    lastSuccessAt: time(row.last_success_at),
    listed: row.listed,
    calls: row.calls,
    throttles: row.throttles,
    error: interrupted ? INTERRUPTED : row.error && JSON.parse(row.error),
  };
}
