import {
  NodeFilter,
  NodeOverview,
  PatchCompliance,
  SyncHealth,
  UnmanagedPage,
} from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import { isHoldOpen } from '../sync/view/targetStates';
import { missingCritical } from '../shared/overviewSentence';

/** Something an operator should look at, with the list behind it. */
export interface AttentionItem {
  text: string;
  to: string;
  urgent: boolean;
}

/** What needs somebody today, the most urgent first. Empty when nothing does. */
export function attentionItems(
  known: {
    overview: NodeOverview;
    /** Unset for those who may not read it. */
    health?: SyncHealth;
    /** Unset while it loads, or when it cannot be had. */
    compliance?: Pick<PatchCompliance, 'total' | 'policy'>;
    unmanaged?: Pick<UnmanagedPage, 'totalItems'>;
  },
  links: {
    nodes: (filter: NodeFilter) => string;
    sync: string;
    unmanaged: string;
  },
): AttentionItem[] {
  const { overview, health, compliance, unmanaged } = known;
  const items: AttentionItem[] = [];
  const add = (count: number, text: string, to: string, urgent: boolean) => {
    if (count) {
      items.push({ text, to, urgent });
    }
  };
  const neverScanned =
    overview.patch.find(part => part.bucket === 'never-reported')?.count ?? 0;

  const targets = health?.targets ?? [];
  const failing = targets.filter(target => target.state === 'failed').length;
  add(
    failing,
    `${countOf(failing, 'target')} cannot be read from AWS`,
    `${links.sync}?state=failed`,
    true,
  );
  const held = targets.filter(isHoldOpen).length;
  add(
    held,
    `${countOf(held, 'target')} with removals held for a look`,
    `${links.sync}?state=held`,
    true,
  );
  const overdue = compliance?.total.standings.overdue ?? 0;
  add(
    overdue,
    `${countOf(overdue, 'node')} with patches overdue`,
    links.nodes({ patchStanding: ['overdue'] }),
    true,
  );
  const critical = missingCritical(overview);
  add(
    critical,
    `${countOf(critical, 'node')} with critical patches missing`,
    links.nodes({ patchBucket: ['critical'] }),
    true,
  );
  add(
    overview.missing,
    `${countOf(overview.missing, 'node')} missing from AWS’s last listing`,
    links.nodes({ status: ['missing'] }),
    true,
  );
  add(
    overview.connectionLost,
    `${countOf(overview.connectionLost, 'node')} lost connection`,
    links.nodes({ status: ['connection-lost'] }),
    true,
  );
  add(
    overview.alarming,
    `${countOf(overview.alarming, 'node')} with an alarm that rings`,
    links.nodes({ alarm: ['alarm'] }),
    true,
  );
  add(
    neverScanned,
    `${countOf(neverScanned, 'node')} never scanned for patches`,
    links.nodes({ patchBucket: ['never-reported'] }),
    false,
  );
  const stale = compliance?.total.standings.stale ?? 0;
  add(
    stale,
    `${countOf(stale, 'node')} with no patch report for ${countOf(
      compliance?.policy.staleAfterDays ?? 0,
      'day',
    )}`,
    links.nodes({ patchStanding: ['stale'] }),
    false,
  );
  add(
    overview.unclaimed,
    `${countOf(overview.unclaimed, 'node')} nobody has claimed`,
    links.nodes({ unclaimed: true }),
    false,
  );
  add(
    overview.agentOutdated,
    `${countOf(overview.agentOutdated, 'node')} with an agent out of date`,
    links.nodes({ agentOutdated: true }),
    false,
  );
  add(
    overview.unmonitored,
    `${countOf(
      overview.unmonitored,
      'node',
    )} nobody would notice in trouble: unmonitored`,
    links.nodes({ monitoring: ['unmonitored', 'silent'] }),
    false,
  );
  const strays = unmanaged?.totalItems ?? 0;
  add(
    strays,
    `${countOf(strays, 'EC2 instance')} not managed by Systems Manager`,
    links.unmanaged,
    false,
  );
  return items;
}
