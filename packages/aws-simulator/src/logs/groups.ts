import { tagValue } from '../fleet/tags';
import { SimulatedNode } from '../fleet/types';
import { rateOf } from './rhythm';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Lines are kept for so many days. */
export const RETENTION_DAYS = 30;
/** The same in milliseconds. */
export const RETENTION = RETENTION_DAYS * DAY;
/** What an average line takes with what CloudWatch stores beside it. */
const STORED_LINE = 230;

/** Where the lines of an application's machines go. */
const PREFIX = '/managed-nodes/';
/** The group that the lines of all accounts and Regions are copied to. */
export const CENTRAL_GROUP = '/central/managed-nodes';
/** Region of that group. */
export const CENTRAL_REGION = 'eu-central-1';

const GROUP_NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;

/** A log group. Its machines are its streams. */
export interface LogGroup {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly nodes: readonly SimulatedNode[];
  /** Whether its lines are copies that tell where they come from. */
  readonly central: boolean;
}

/** ARN of a group, without `:*`. */
export function groupArn({
  name,
  account,
  region,
}: Pick<LogGroup, 'name' | 'account' | 'region'>): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

/**
 * Name of the group that a machine's lines go to. Whoever rolled the agent out
 * named it after the application, so machines without one, or with one that no
 * group can be called, send nothing.
 */
export function groupNameOf(node: SimulatedNode): string | undefined {
  const application = tagValue(node.tags, 'Application');
  const name = `${PREFIX}${application}`;
  return node.managed && application && GROUP_NAME.test(name)
    ? name
    : undefined;
}

/** When the first machine of a group began. */
export function createdAt({ nodes }: LogGroup): number {
  return nodes.reduce(
    (first, node) => Math.min(first, node.registeredAt),
    Infinity,
  );
}

/** About what is stored of a group's machines. */
export function storedBytes({ nodes }: LogGroup, now: number): number {
  return nodes.reduce((sum, node) => {
    const from = Math.max(node.registeredAt, now - RETENTION);
    const minutes = Math.max(0, (node.lostAt ?? now) - from) / MINUTE;
    return sum + Math.round(minutes * rateOf(node)) * STORED_LINE;
  }, 0);
}
