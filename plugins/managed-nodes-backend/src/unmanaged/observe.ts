import { Instance } from '@aws-sdk/client-ec2';
import {
  PlatformType,
  UnmanagedReason,
} from '@managed-nodes/plugin-managed-nodes-common';
import { cleanText } from '../nodes/text';
import { observeTags } from '../sync/observe';

/** An EC2 instance that Systems Manager does not have, cleaned. */
export interface UnmanagedObservation {
  instanceId: string;
  title: string;
  reason: UnmanagedReason;
  platformName: string | null;
  tags: Record<string, string>;
  details: UnmanagedDetails;
}

/** What is shown of an unmanaged instance but never queried. Times are epoch milliseconds. */
export interface UnmanagedDetails {
  instanceState: string | null;
  platformType: PlatformType | null;
  instanceType: string | null;
  instanceProfile: string | null;
  launchedAt: number | null;
}

function text(value: string | undefined, max = 256): string | null {
  return cleanText(value, max) ?? null;
}

function reasonOf(instance: Instance): UnmanagedReason {
  if (/^stopp/.test(instance.State?.Name ?? '')) {
    return 'stopped';
  }
  return instance.IamInstanceProfile?.Arn ? 'no-agent' : 'no-instance-profile';
}

function platformOf(details: string | undefined): PlatformType | null {
  if (!details) {
    return null;
  }
  return /windows/i.test(details) ? 'Windows' : 'Linux';
}

/**
 * Reads one instance of `ec2:DescribeInstances`.
 *
 * @returns undefined for one without an id.
 */
export function observeInstance(
  instance: Instance,
): UnmanagedObservation | undefined {
  const instanceId = cleanText(instance.InstanceId, 64);
  if (!instanceId) {
    return undefined;
  }
  const tags = observeTags(
    Object.fromEntries(
      (instance.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]),
    ),
  );
  return {
    instanceId,
    title: tags.Name || instanceId,
    reason: reasonOf(instance),
    platformName: text(instance.PlatformDetails),
    tags,
    details: {
      instanceState: text(instance.State?.Name, 64),
      platformType: platformOf(instance.PlatformDetails),
      instanceType: text(instance.InstanceType, 64),
      instanceProfile: text(instance.IamInstanceProfile?.Arn?.split('/').pop()),
      launchedAt: instance.LaunchTime?.getTime() ?? null,
    },
  };
}
