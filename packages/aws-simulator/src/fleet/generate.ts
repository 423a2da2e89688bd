import { Organization } from '../model/Organization';
import { hash, Random, Weighted } from '../model/random';
import { applyHostile, hostileAt } from './hostile';
import { LATEST_AGENT, OUTDATED_AGENTS } from './platforms';
import { Profile, PROFILES } from './profiles';
import { ec2Attributes, hybridAttributes } from './machines';
import { sharedTag } from './tags';
import {
  Environment,
  PatchProfile,
  Platform,
  SimulatedNode,
  Tag,
} from './types';

/** What a fleet is made from: the same answers make the same fleet. */
export interface FleetOptions {
  seed: number;
  organization: Organization;
  /** Where it lives, with the share of each Region. */
  regions: Weighted<string>;
  /** Epoch milliseconds; lost nodes were lost before it. */
  now: number;
}

const DAY = 86_400_000;
const FIRST_REGISTRATION = Date.UTC(2023, 0, 9);
const LAST_REGISTRATION = Date.UTC(2026, 9, 30);

const PATCHES: Weighted<PatchProfile> = [
  ['compliant', 58],
  ['other', 13],
  ['security', 12],
  ['critical', 11],
  ['never', 6],
];

type OwnerTag = 'right' | 'missing' | 'misspelt' | 'never-tagged';

const OWNER_TAGS: Weighted<OwnerTag> = [
  ['right', 88],
  ['missing', 6],
  ['misspelt', 3],
  ['never-tagged', 3],
];

const COMMON_NAMES = [
  'localhost',
  'WIN-SERVER01',
  'ip-10-0-0-12.ec2.internal',
  'template',
];

function misspelt(owner: string, random: Random): string {
  const title = owner
    .split('-')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
  const vowel = owner.search(/[eiou]/);
  const typo = `${owner.slice(0, vowel)}${
    owner.charAt(vowel) === 'e' ? 'a' : 'e'
  }${owner.slice(vowel + 1)}`;
  return random.pick([title, typo, owner.replace('-', '_'), `${owner} `]);
}

function tagsOf(
  profile: Profile,
  stage: string,
  environment: Environment,
  name: string,
  ownerTag: OwnerTag,
  random: Random,
): Tag[] {
  if (ownerTag === 'never-tagged') {
    return [];
  }
  const tags: Tag[] = [{ Key: 'Name', Value: name }];
  if (ownerTag === 'right') {
    tags.push(sharedTag('Owner', profile.owner));
  } else if (ownerTag === 'misspelt') {
    tags.push(sharedTag('Owner', misspelt(profile.owner, random)));
  }
  if (ownerTag === 'right' || random.chance(0.5)) {
    tags.push(sharedTag('Application', profile.application));
    tags.push(sharedTag('Service', profile.service));
  }
  tags.push(sharedTag('Stage', stage));
  tags.push(sharedTag('CostCenter', profile.costCenter));
  if (environment === 'vmware') {
    tags.push(sharedTag('Hypervisor', 'vmware'));
  } else if (environment === 'edge') {
    tags.push(sharedTag('Site', 'edge'));
  } else if (environment === 'on-premises') {
    tags.push(
      sharedTag('Site', random.pick(['frankfurt-dc1', 'ashburn', 'sydney'])),
    );
  }
  return tags;
}

/**
 * Four of ten tagged machines are in a patch group, a few of them in one that
 * no baseline knows. Decided apart, so that all else stays as it was without.
 */
function withPatchGroup(
  tags: Tag[],
  stage: string,
  environment: Environment,
  platform: Platform,
  random: Random,
): Tag[] {
  const group = random.weighted<string | undefined>([
    [undefined, 60],
    [stage === 'prod' ? 'prod' : 'nonprod', 36],
    ['legacy', 4],
  ]);
  if (!tags.length || !group) {
    return tags;
  }
  const value =
    group === 'legacy' ? group : `${group}-${platform.type.toLowerCase()}`;
  // An instance that gives its tags to its metadata can have no space in a key.
  const key = environment === 'aws' ? 'PatchGroup' : 'Patch Group';
  return [...tags, sharedTag(key, value)];
}

function computerNameOf(
  profile: Profile,
  region: string,
  stage: string,
  index: number,
  windows: boolean,
): string {
  const place = region.slice(0, 2);
  const number = String(index).padStart(4, '0');
  if (!windows) {
    return `${profile.prefix}-${place}${stage.charAt(0)}-${number}`;
  }
  // NetBIOS names are upper case and at most 15 characters long.
  const name = `${profile.prefix}-${place}${number}`.toUpperCase();
  return name.length > 15 ? name.replaceAll('-', '') : name;
}

/** Makes the node at a position of the fleet. */
export function generateNode(
  index: number,
  options: FleetOptions,
): SimulatedNode {
  const hostile = hostileAt(index);
  const node = generate(index, options, hostile ? 'hostile' : 'node');
  if (hostile) {
    applyHostile(node, hostile);
  }
  return node;
}

/** Why instances are not managed, of five after one another. */
const UNMANAGED = [
  'no-profile',
  'no-agent',
  'stopped',
  'no-profile',
  'no-agent',
] as const;

/**
 * One in eighty machines has an instance beside it that nobody manages: it
 * has no instance profile, no agent runs on it, or nothing at all does.
 */
export function generateUnmanaged(
  index: number,
  options: FleetOptions,
): SimulatedNode | undefined {
  if (index % 80 !== 40) {
    return undefined;
  }
  const node = generate(index, options, 'unmanaged');
  const why = UNMANAGED[Math.floor(index / 80) % UNMANAGED.length];
  const stopped = why === 'stopped';
  return {
    ...node,
    seq: index + 0.5,
    managed: false,
    patchProfile: 'never',
    iamRole: why === 'no-profile' ? undefined : node.iamRole,
    instanceState: stopped ? 'stopped' : 'running',
    publicIpAddress: stopped ? undefined : node.publicIpAddress,
    lostAt: stopped ? node.lostAt ?? options.now - DAY : undefined,
  };
}

function generate(
  index: number,
  { seed, organization, regions, now }: FleetOptions,
  kind: 'node' | 'hostile' | 'unmanaged',
): SimulatedNode {
  const random = Random.create(seed, index, kind);
  const profile = random.weighted(PROFILES);
  const { account, stage } = random.weighted(profile.homes);
  const region = random.weighted(regions);
  const environment =
    kind === 'node'
      ? random.weighted<Environment>(profile.environments)
      : 'aws';
  const platform = random.weighted(profile.platforms);
  const ownName = computerNameOf(
    profile,
    region,
    stage,
    index,
    platform.type === 'Windows',
  );
  const computerName = random.chance(0.02)
    ? random.pick(COMMON_NAMES)
    : ownName;
  const ownerTag = kind === 'hostile' ? 'right' : random.weighted(OWNER_TAGS);
  const tags = withPatchGroup(
    tagsOf(profile, stage, environment, ownName, ownerTag, random),
    stage,
    environment,
    platform,
    Random.create(seed, index, kind, 'patch group'),
  );
  const state = random.weighted([
    ['online', 92],
    ['lost', 4],
    ['stopped', 4],
  ] as const);
  const stopped = environment === 'aws' && state === 'stopped';
  const place = { random, region, environment, platform };
  return {
    seq: index,
    managed: true,
    account: organization.homeOf(account, random.next()).id,
    region,
    environment,
    seed: hash(seed, index, kind),
    platform,
    computerName,
    agentVersion: random.chance(0.84)
      ? LATEST_AGENT
      : random.pick(OUTDATED_AGENTS),
    lostAt:
      state === 'online' || (state === 'stopped' && !stopped)
        ? undefined
        : now - random.int(3_600_000, 45 * DAY),
    registeredAt:
      Math.floor(random.int(FIRST_REGISTRATION, LAST_REGISTRATION) / 1000) *
      1000,
    tags,
    everTagged: tags.length > 0,
    patchProfile: random.weighted(PATCHES),
    ...(environment === 'aws'
      ? ec2Attributes(place, stopped)
      : hybridAttributes(place, ownName)),
  };
}
