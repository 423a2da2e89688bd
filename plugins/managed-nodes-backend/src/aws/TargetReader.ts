import { DescribeInstancesCommand, Instance } from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  ResourceTagMapping,
} from '@aws-sdk/client-resource-groups-tagging-api';
import {
  DescribeInstanceInformationCommand,
  DescribeInstancePatchStatesCommand,
  DescribeInstancePropertiesCommand,
  InstancePatchState,
  InstanceProperty,
} from '@aws-sdk/client-ssm';
import pLimit from 'p-limit';
import { TargetClients } from './AwsClients';
import { CallMeter } from './CallMeter';
import { pagesOf, restartExpired } from './paging';

const PROPERTIES_PER_PAGE = 1000;
const RESOURCES_PER_PAGE = 100;
const IDS_PER_PATCH_CALL = 50;
const PATCH_CALLS_AT_ONCE = 4;
const INSTANCES_PER_PAGE = 1000;
const IDS_PER_PROPERTIES_FILTER = 40;
const ARNS_PER_TAGS_CALL = 100;

type Tags = Map<string, Record<string, string>>;

function collectTags(into: Tags, resources: ResourceTagMapping[] = []): void {
  for (const { ResourceARN, Tags: tags = [] } of resources) {
    const id = ResourceARN?.split('/').pop();
    if (id) {
      into.set(
        id,
        Object.fromEntries(
          tags.map(({ Key = '', Value = '' }) => [Key, Value]),
        ),
      );
    }
  }
}

function* chunks<T>(items: T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) {
    yield items.slice(start, start + size);
  }
}

/** Reads one (account, Region). */
export class TargetReader {
  readonly #clients: TargetClients;
  readonly #meter: CallMeter;
  readonly #signal: AbortSignal;
  readonly #patchCalls = pLimit(PATCH_CALLS_AT_ONCE);

  static create(options: {
    clients: TargetClients;
    meter: CallMeter;
    signal: AbortSignal;
  }): TargetReader {
    return new TargetReader(options);
  }

  private constructor(options: {
    clients: TargetClients;
    meter: CallMeter;
    signal: AbortSignal;
  }) {
    this.#clients = options.clients;
    this.#meter = options.meter;
    this.#signal = options.signal;
  }

  /**
   * The nodes, up to 1,000 a page (`ssm:DescribeInstanceProperties`, which
   * unlike DescribeInstanceInformation also shows stopped ones).
   */
  async *nodes(): AsyncGenerator<InstanceProperty[]> {
    const pages = pagesOf(
      NextToken =>
        this.#clients.ssm.send(
          this.#meter.watch(
            new DescribeInstancePropertiesCommand({
              MaxResults: PROPERTIES_PER_PAGE,
              NextToken,
            }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      this.#meter.countPage();
      yield page.InstanceProperties ?? [];
    }
  }

  /** Some nodes by their ids; those that Systems Manager does not have are left out. */
  async nodesOf(nodeIds: string[]): Promise<InstanceProperty[]> {
    const nodes: InstanceProperty[] = [];
    for (const ids of chunks(nodeIds, IDS_PER_PROPERTIES_FILTER)) {
      const pages = pagesOf(
        NextToken =>
          this.#clients.ssm.send(
            this.#meter.watch(
              new DescribeInstancePropertiesCommand({
                InstancePropertyFilterList: [
                  { key: 'InstanceIds', valueSet: ids },
                ],
                MaxResults: PROPERTIES_PER_PAGE,
                NextToken,
              }),
            ),
            { abortSignal: this.#signal },
          ),
        page => page.NextToken,
      );
      for await (const page of pages) {
        nodes.push(...(page.InstanceProperties ?? []));
      }
    }
    return nodes;
  }

  /**
   * The EC2 instances that there are, managed or not, without those being
   * terminated (`ec2:DescribeInstances`).
   */
  async *instances(): AsyncGenerator<Instance[]> {
    const pages = pagesOf(
      NextToken =>
        this.#clients.ec2.send(
          this.#meter.watch(
            new DescribeInstancesCommand({
              MaxResults: INSTANCES_PER_PAGE,
              NextToken,
              Filters: [
                {
                  Name: 'instance-state-name',
                  Values: ['pending', 'running', 'stopping', 'stopped'],
                },
              ],
            }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      yield (page.Reservations ?? []).flatMap(
        reservation => reservation.Instances ?? [],
      );
    }
  }

  /**
   * The tags of all nodes by node id (`tag:GetResources`). Nodes that were
   * never tagged are not in it.
   */
  async tags(): Promise<Tags> {
    return restartExpired(async () => {
      const tags: Tags = new Map();
      const pages = pagesOf(
        PaginationToken =>
          this.#clients.tagging.send(
            this.#meter.watch(
              new GetResourcesCommand({
                ResourceTypeFilters: ['ssm:managed-instance', 'ec2:instance'],
                ResourcesPerPage: RESOURCES_PER_PAGE,
                PaginationToken,
              }),
            ),
            { abortSignal: this.#signal },
          ),
        page => page.PaginationToken,
      );
      for await (const page of pages) {
        collectTags(tags, page.ResourceTagMappingList);
      }
      return tags;
    });
  }

  /** The tags of some nodes by node id, asked for by their ARNs. */
  async tagsOf(arns: string[]): Promise<Tags> {
    const tags: Tags = new Map();
    for (const some of chunks(arns, ARNS_PER_TAGS_CALL)) {
      const answer = await this.#clients.tagging.send(
        this.#meter.watch(new GetResourcesCommand({ ResourceARNList: some })),
        { abortSignal: this.#signal },
      );
      collectTags(tags, answer.ResourceTagMappingList);
    }
    return tags;
  }

  /**
   * The patch states of these nodes by node id
   * (`ssm:DescribeInstancePatchStates`). Nodes that never reported are not in
   * it.
   */
  async patchStates(
    nodeIds: string[],
  ): Promise<Map<string, InstancePatchState>> {
    const states = new Map<string, InstancePatchState>();
    const calls: Array<Promise<void>> = [];
    for (const ids of chunks(nodeIds, IDS_PER_PATCH_CALL)) {
      calls.push(
        this.#patchCalls(() =>
          restartExpired(() => this.#readPatchStates(ids, states)),
        ),
      );
    }
    await Promise.all(calls);
    return states;
  }

  /**
   * Whether this is the newest agent version
   * (`ssm:DescribeInstanceInformation`, as no bulk listing says so). Null when
   * no running node has it.
   */
  async isLatestAgent(version: string): Promise<boolean | null> {
    const pages = pagesOf(
      NextToken =>
        this.#clients.ssm.send(
          this.#meter.watch(
            new DescribeInstanceInformationCommand({
              Filters: [{ Key: 'AgentVersion', Values: [version] }],
              MaxResults: 5,
              NextToken,
            }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      for (const node of page.InstanceInformationList ?? []) {
        if (node.IsLatestVersion !== undefined) {
          return node.IsLatestVersion;
        }
      }
    }
    return null;
  }

  async #readPatchStates(
    ids: string[],
    states: Map<string, InstancePatchState>,
  ): Promise<void> {
    const pages = pagesOf(
      NextToken =>
        this.#clients.ssm.send(
          this.#meter.watch(
            new DescribeInstancePatchStatesCommand({
              InstanceIds: ids,
              NextToken,
            }),
          ),
          { abortSignal: this.#signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      for (const state of page.InstancePatchStates ?? []) {
        if (state.InstanceId) {
          states.set(state.InstanceId, state);
        }
      }
    }
  }
}
