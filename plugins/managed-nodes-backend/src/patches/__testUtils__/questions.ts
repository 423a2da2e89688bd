import { NodeFilter } from '@managed-nodes/plugin-managed-nodes-common';
import { Visibility } from '../../nodes/filters';
import { modelPatches, ModelNode } from './randomFleet';

const DAY = 86_400_000;

/** How a node stands, told from what the words mean rather than by the code. */
export function standing(node: ModelNode, now: number, staleAfterMs: number) {
  const lacking = !['compliant', 'never-reported'].includes(node.bucket);
  if (node.operationAt === null) {
    return 'never-reported';
  }
  if (lacking && node.dueAt !== null && node.dueAt <= now) {
    return 'overdue';
  }
  if (now - node.operationAt > staleAfterMs) {
    return 'stale';
  }
  if (!lacking) {
    return 'compliant';
  }
  return node.excepted ? 'excepted' : 'due';
}

/** The age class of a node's last report. */
export function ageOf(node: ModelNode, now: number) {
  if (node.operationAt === null) {
    return 'never';
  }
  const days = (now - node.operationAt) / DAY;
  if (days <= 7) {
    return '7d';
  }
  return days <= 30 ? '30d' : 'older';
}

type Case<T> = [string, T, (node: ModelNode) => boolean];

/** Filters, and whom they leave. */
export function filterCases(
  now: number,
  staleAfterMs: number,
): Array<Case<NodeFilter>> {
  const patches = modelPatches(now);
  return [
    ['nothing', {}, () => true],
    [
      'an owner',
      { owner: ['group:default/data'] },
      node => node.owner === 'group:default/data',
    ],
    [
      'a System',
      { application: ['system:default/search'] },
      node => node.system === 'system:default/search',
    ],
    [
      'a Component',
      { application: ['component:default/api'] },
      node => node.component === 'component:default/api',
    ],
    [
      'no application',
      { application: ['none'] },
      node => !node.system && !node.component,
    ],
    [
      'environments',
      { environment: ['aws', 'vmware'] },
      node => node.environment !== 'azure',
    ],
    ['no platform', { platform: ['none'] }, node => node.platform === null],
    [
      'a platform',
      { platform: ['Ubuntu'] },
      node => node.platform === 'Ubuntu',
    ],
    [
      'an account and Region',
      { account: ['111122223333'], region: ['us-east-1'] },
      node => node.account === '111122223333' && node.region === 'us-east-1',
    ],
    ['a status', { status: ['online'] }, node => node.status === 'online'],
    ['those that left', { status: ['left'] }, () => false],
    [
      'a bucket',
      { patchBucket: ['critical'] },
      node => node.bucket === 'critical',
    ],
    [
      'standings',
      { patchStanding: ['overdue', 'excepted'] },
      node =>
        ['overdue', 'excepted'].includes(standing(node, now, staleAfterMs)),
    ],
    [
      'a reason',
      { patchReason: ['failed'] },
      node => node.reasons.includes('failed'),
    ],
    ['an age', { patchAge: ['older'] }, node => ageOf(node, now) === 'older'],
    [
      'a patch',
      { patch: [patches[3].id] },
      node => node.lacks.some(lack => lack.patch.id === patches[3].id),
    ],
    [
      'a CVE',
      { patchName: ['CVE-2026-11'] },
      node => node.lacks.some(lack => lack.patch.cves.includes('CVE-2026-11')),
    ],
    ['a tag', { tag: ['Stage=prod'] }, node => node.tags.Stage === 'prod'],
    ['text', { q: 'node-1' }, node => node.title.includes('node-1')],
    [
      'several things',
      { environment: ['aws'], status: ['online'], tag: ['Stage'] },
      node =>
        node.environment === 'aws' &&
        node.status === 'online' &&
        'Stage' in node.tags,
    ],
  ];
}

/** What callers may see, and which nodes that is. */
export const VISIBILITIES: Array<Case<Visibility>> = [
  ['an operator', { all: true }, () => true],
  [
    'an owner',
    { criteria: { field: 'owner', in: ['group:default/payments'] } },
    node => node.owner === 'group:default/payments',
  ],
  [
    'an owner of nothing',
    { criteria: { field: 'owner', in: [] } },
    () => false,
  ],
  [
    'who is let in by a tag',
    { criteria: { tag: 'Stage', value: 'test' } },
    node => node.tags.Stage === 'test',
  ],
  [
    'who is let in by this or that',
    {
      criteria: {
        anyOf: [
          { field: 'application', in: ['component:default/web'] },
          {
            allOf: [
              { not: { field: 'owner', in: ['group:default/data'] } },
              { field: 'region', in: ['eu-central-1'] },
            ],
          },
        ],
      },
    },
    node =>
      node.component === 'component:default/web' ||
      (node.owner !== 'group:default/data' && node.region === 'eu-central-1'),
  ],
];
