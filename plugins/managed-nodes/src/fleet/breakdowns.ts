import {
  NodeFilter,
  NodeOverview,
  PatchBucket,
} from '@managed-nodes/plugin-managed-nodes-common';
import {
  ENVIRONMENT_WORDS,
  PATCH_BUCKET_WORDS,
} from '@managed-nodes/plugin-managed-nodes-react';
import { Bar } from '../shared/BarList';

const PATCH_ORDER: PatchBucket[] = [
  'critical',
  'security',
  'other',
  'never-reported',
  'compliant',
];

type Link = (filter: NodeFilter) => string;

/** EC2 instances and machines registered from elsewhere. */
export function typeBars(overview: NodeOverview, link: Link): Bar[] {
  return [
    {
      key: 'ec2',
      label: 'EC2 instances',
      count: overview.ec2,
      to: link({ resourceType: ['ec2'] }),
    },
    {
      key: 'hybrid',
      label: 'Hybrid machines',
      count: overview.hybrid,
      to: link({ resourceType: ['hybrid'] }),
    },
  ];
}

/** Where the machines live. */
export function environmentBars(overview: NodeOverview, link: Link): Bar[] {
  return overview.environments.map(({ environment, count }) => ({
    key: environment,
    label: ENVIRONMENT_WORDS[environment],
    count,
    to: link({ environment: [environment] }),
  }));
}

/** Patch compliance, worst first. */
export function patchBars(overview: NodeOverview, link: Link): Bar[] {
  const counts = new Map(
    overview.patch.map(({ bucket, count }) => [bucket, count]),
  );
  return PATCH_ORDER.map(bucket => ({
    key: bucket,
    label: PATCH_BUCKET_WORDS[bucket],
    count: counts.get(bucket) ?? 0,
    to: link({ patchBucket: [bucket] }),
  }));
}

/** Operating systems with their versions, the commonest first. */
export function platformBars(overview: NodeOverview, link: Link): Bar[] {
  return overview.platforms.map(({ platform, version, count }) => ({
    key: JSON.stringify([platform, version]),
    label: [platform || 'Not known', version].filter(Boolean).join(' '),
    count,
    to: link({
      platform: [platform || 'none'],
      platformVersion: [version || 'none'],
    }),
  }));
}
