import {
  UnmanagedReason,
  unmanagedReasonSchema,
} from '@managed-nodes/plugin-managed-nodes-common';

/** What one can do about instances that are unmanaged for a reason. */
export interface Advice {
  /** In few words, for a table. */
  short: string;
  /** What it means and what to do. */
  full: string;
  /** Where AWS says more. */
  topic: { title: string; url: string };
}

const TROUBLESHOOTING = {
  title: 'Troubleshooting managed node availability',
  url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html',
};

/** What to do, by reason. */
export const ADVICE: Record<UnmanagedReason, Advice> = {
  'no-instance-profile': {
    short: 'Attach an instance profile',
    full: 'They run without a role, so an agent on them may not register. Attach an instance profile with the policy AmazonSSMManagedInstanceCore, or turn on Default Host Management Configuration for the account and Region.',
    topic: {
      title: 'Configure instance permissions required for Systems Manager',
      url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html',
    },
  },
  'no-agent': {
    short: 'Install or start SSM Agent, check its way out',
    full: 'They run and have a role, but no agent ever reported. Install or start SSM Agent; if it runs, see whether its role has the policy AmazonSSMManagedInstanceCore and whether it reaches Systems Manager over the network.',
    topic: TROUBLESHOOTING,
  },
  stopped: {
    short: 'Nothing while it is meant to be off',
    full: 'They do not run, so no agent can report. Those that are meant to be off need nothing; others come back a few minutes after they are started. Those nobody needs any more cost storage until they are terminated.',
    topic: {
      title: 'Stop and start Amazon EC2 instances',
      url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html',
    },
  },
  unknown: {
    short: 'Let this portal read the account',
    full: 'Only the listing of the organization shows them, which does not tell why. Let this portal read EC2 in their account (ec2:DescribeInstances) to learn the reason.',
    topic: TROUBLESHOOTING,
  },
};

/** Reasons with what somebody can do most about first. */
export const REASONS = unmanagedReasonSchema.options;
