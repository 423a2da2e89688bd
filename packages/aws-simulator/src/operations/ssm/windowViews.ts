import { MaintenanceWindowIdentity } from '@aws-sdk/client-ssm';
import { Maintenance } from '../../maintenance/Maintenance';
import { MaintenanceWindow } from '../../maintenance/types';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';
import { constraints } from './limits';

const WINDOW_ID = /^mw-[0-9a-f]{17}$/;
const MINUTE = 60_000;

/**
 * A moment as maintenance windows write it: to the minute, in the time zone of
 * the window, e.g. `2026-11-22T02:00+01:00`.
 */
export function windowTime(time: number, timezone = 'UTC'): string {
  const zone = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    timeZoneName: 'longOffset',
  })
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign = '+', hours = '00', minutes = '00'] =
    /GMT([+-])(\d\d):(\d\d)/.exec(zone ?? '') ?? [];
  const offset =
    (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local = new Date(time + offset * MINUTE).toISOString().slice(0, 16);
  return offset ? `${local}${sign}${hours}:${minutes}` : `${local}Z`;
}

/** The role that tasks run in when they have none of their own. */
export function serviceRoleOf(account: string): string {
  return `arn:aws:iam::${account}:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM`;
}

/** A window as it is listed. */
export function toWindow(
  window: MaintenanceWindow,
  now: number,
): MaintenanceWindowIdentity {
  const { schedule } = window;
  const next = Maintenance.nextRunOf(window, now);
  return {
    WindowId: window.id,
    Name: window.name,
    Description: window.description,
    Enabled: window.enabled,
    Duration: window.duration,
    Cutoff: window.cutoff,
    Schedule: schedule.expression,
    ScheduleTimezone: schedule.timezone,
    NextExecutionTime:
      next === undefined ? undefined : windowTime(next, schedule.timezone),
  };
}

/**
 * A window of the caller's account and Region.
 *
 * @throws AwsError DoesNotExistException
 */
export function windowOf(
  id: string,
  { maintenance, account, region }: RequestContext,
): MaintenanceWindow {
  constraints.pattern('windowId', id, WINDOW_ID);
  const window = maintenance
    .windows(account, region)
    .find(each => each.id === id);
  if (!window) {
    throw new AwsError(
      'DoesNotExistException',
      `Maintenance window ${id} does not exist.`,
    );
  }
  return window;
}
