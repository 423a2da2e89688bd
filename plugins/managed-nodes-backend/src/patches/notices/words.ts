import { NotificationPayload } from '@backstage/plugin-notifications-common';
import { OwnerStandings } from './NoticeStore';

/** What a person started and what became of it, of one day. */
export interface EndedInstalls {
  /** Entity ref of the person. */
  startedBy: string;
  installs: number;
  nodes: number;
  /** Nodes on which it did not succeed. */
  failed: number;
  /** The one that ended last. */
  lastId: string;
}

const ROOT = '/managed-nodes';

function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : more}`;
}

/** As the pages write it: never all or nothing while something is left on the other side. */
function share(part: number): string {
  const percent = Math.round(part * 100);
  if (percent === 100 && part < 1) {
    return '99 %';
  }
  return percent === 0 && part > 0 ? '1 %' : `${percent} %`;
}

function nodesLink(owner: string, filter: Record<string, string>): string {
  return `${ROOT}/nodes?${new URLSearchParams({ owner, ...filter })}`;
}

/** Says that nodes of an owner became critical. */
export function criticalNotice(
  owner: string,
  became: number,
  critical: number,
): NotificationPayload {
  return {
    title: `${many(became, 'node')} now ${
      became === 1 ? 'lacks' : 'lack'
    } critical patches`,
    description:
      critical > became
        ? `${many(critical, 'of your nodes', 'of your nodes')} do in all.`
        : undefined,
    link: nodesLink(owner, { patchBucket: 'critical' }),
    severity: 'high',
  };
}

/** Says how the nodes of an owner stand; undefined when all is well. */
export function digestNotice({
  owner,
  nodes,
  standings,
}: OwnerStandings): NotificationPayload | undefined {
  const kept = standings.compliant + standings.excepted + standings.due;
  const [first, ...others] = [
    { count: standings.overdue, word: 'overdue' },
    { count: standings.due, word: 'due' },
    { count: standings.stale, word: 'not scanned for too long' },
    { count: standings['never-reported'], word: 'never scanned' },
  ].filter(({ count }) => count > 0);
  if (!first) {
    return undefined;
  }
  const rest = others.map(({ count, word }) => `${count} ${word}`).join(', ');
  return {
    title: `Patches: ${first.count} of ${many(nodes, 'node')} ${first.word}`,
    description: `${rest ? `${rest}. ` : ''}${share(
      kept / nodes,
    )} of your nodes keep the policy.`,
    link: `${ROOT}/patches?${new URLSearchParams({ owner })}`,
    severity: standings.overdue ? 'normal' : 'low',
  };
}

/** Says that exceptions of an owner end within a week. */
export function exceptionNotice(
  exceptions: number,
  firstUntil: number,
): NotificationPayload {
  const day = new Date(firstUntil).toISOString().slice(0, 10);
  return {
    title: `${many(exceptions, 'patch exception')} ${
      exceptions === 1 ? 'ends' : 'end'
    } within a week`,
    description: `${
      exceptions === 1 ? 'It ends' : 'The first ends'
    } on ${day}. What it covers is due then.`,
    link: `${ROOT}/patches/exceptions`,
    severity: 'normal',
  };
}

/** Says how the installs that a person started have ended. */
export function installNotice({
  installs,
  nodes,
  failed,
  lastId,
}: EndedInstalls): NotificationPayload {
  const what =
    installs === 1
      ? `Installing patches on ${many(nodes, 'node')}`
      : `${many(installs, 'patch install')} on ${many(nodes, 'node')}`;
  return {
    title: failed
      ? `${what} ended: ${many(failed, 'node')} failed`
      : `${what} succeeded`,
    link:
      installs === 1
        ? `${ROOT}/patches/operations/${encodeURIComponent(lastId)}`
        : `${ROOT}/patches/operations?startedBy=me`,
    severity: failed ? 'high' : 'normal',
  };
}
