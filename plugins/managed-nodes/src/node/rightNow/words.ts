import { ResponseError } from '@backstage/errors';
import {
  ManagedNode,
  managedNodesCountersReadPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import { countOf } from '@managed-nodes/plugin-managed-nodes-react';
import { reasonOf } from '../../shared/reasonOf';

const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const RATES = ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s'];

/** Three digits, or as many as stand before the point: `0`, `3.4`, `29.5`, `345`. */
function short(value: number): string {
  return String(value < 99.95 ? Number(value.toFixed(1)) : Math.round(value));
}

function scaled(value: number, base: number, units: string[]): string {
  let index = 0;
  let left = value;
  // As it is shown: 999.6 kB would be `1000 kB`.
  while (Math.round(left) >= base && index < units.length - 1) {
    left /= base;
    index += 1;
  }
  return `${short(left)} ${units[index]}`;
}

/** `6.2 GiB`, as machines count room. */
export function sizeWords(bytes: number): string {
  return scaled(bytes, 1024, SIZES);
}

/** `3.4 MB/s`, as networks are sold. */
export function rateWords(bytesPerSecond: number): string {
  return scaled(bytesPerSecond, 1000, RATES);
}

/** `23 days 4 h`, `4 h 12 min`, `12 min`. */
export function uptimeWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days) {
    return `${countOf(days, 'day')} ${hours % 24} h`;
  }
  return hours ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}

/** `12 seconds ago`; undefined once it is a minute. */
export function secondsAgo(iso: string, now: number): string | undefined {
  const seconds = Math.max(0, Math.floor((now - Date.parse(iso)) / 1000));
  return seconds < 60 ? `${countOf(seconds, 'second')} ago` : undefined;
}

/** Said where somebody may not have it read. */
export const DENIED = `It takes the permission ${managedNodesCountersReadPermission.name}; whoever keeps this portal’s permission policy can grant it.`;

/** Why nobody can ask a node now; undefined when one can. */
export function obstacleWords({
  status,
  platformType,
}: Pick<ManagedNode, 'status' | 'platformType'>): string | undefined {
  switch (status) {
    case 'online':
      return platformType === 'Linux' || platformType === 'Windows'
        ? undefined
        : 'Only Linux and Windows can be asked how busy they are.';
    case 'stopped':
      return 'Its instance is stopped, so it cannot be asked. Start it, and come back.';
    case 'connection-lost':
      return 'Its agent does not answer, so it cannot be asked. See to the network and the SSM Agent, and come back.';
    default:
      return 'It is not there at the moment, so it cannot be asked.';
  }
}

/** How long one has to wait before one may ask again, in milliseconds; undefined when that is not the matter. */
export function waitOf(error: Error | null): number | undefined {
  if (!(error instanceof ResponseError) || error.statusCode !== 429) {
    return undefined;
  }
  const seconds = Number(error.response.headers.get('retry-after'));
  return 1000 * (seconds > 0 ? seconds : 60);
}

/** Of a time to wait what is left, in seconds; 0 when there is nothing to wait for. */
export function secondsLeft(wait: number | undefined, waited: number): number {
  return wait === undefined
    ? 0
    : Math.max(0, Math.ceil((wait - Math.max(0, waited)) / 1000));
}

/** Why it was not read, and what to do, where the backend said it in words. */
export function failureWords(error: Error): string | undefined {
  if (!(error instanceof ResponseError)) {
    return undefined;
  }
  const { statusCode } = error;
  if (statusCode === 401) {
    return 'Your session has ended. Sign in again.';
  }
  const isTold = statusCode < 500 || statusCode === 503;
  return isTold
    ? `It was not read: ${reasonOf(error).replace(/\.$/, '')}.`
    : undefined;
}
