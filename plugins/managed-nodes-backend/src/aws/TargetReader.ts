import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import {
  DescribeInstanceInformationCommand,
  DescribeInstancePatchStatesCommand,
  DescribeInstancePropertiesCommand,
  InstancePatchState,
  InstanceProperty,
} from '@aws-sdk/client-ssm';
import pLimit from 'p-limit';
import { TargetClients } from './AwsClients';
import { pagesOf, restartExpired } from './paging';

const PROPERTIES_PER_PAGE = 1000;
const RESOURCES_PER_PAGE = 100;
const IDS_PER_PATCH_CALL = 50;
const PATCH_CALLS_AT_ONCE = 4;

type Metadata = { $metadata?: { attempts?: number } };

/** Reads one (account, Region), counting what it asks of AWS. */
export class TargetReader {
  readonly #clients: TargetClients;
  readonly #signal: AbortSignal;
  #calls = 0;
  #pages = 0;

  static create(options: {
    clients: TargetClients;
    signal: AbortSignal;
  }): TargetReader {
    return new TargetReader(options.clients, options.signal);
  }

  private constructor(clients: TargetClients, signal: AbortSignal) {
    this.#clients = clients;
    this.#signal = signal;
  }

  /** Requests sent so far, retries included. */
  get calls(): number {
    return this.#calls;
  }

  /** Pages of nodes read so far. */
  get pages(): number {
    return this.#pages;
  }

  /**
   * The nodes, up to 1,000 a page (`ssm:DescribeInstanceProperties`, which
   * unlike DescribeInstanceInformation also shows stopped ones).
   */
  async *nodes(): AsyncGenerator<InstanceProperty[]> {
    const pages = pagesOf(
      NextToken =>
        this.#counted(
          this.#clients.ssm.send(
            new DescribeInstancePropertiesCommand({
              MaxResults: PROPERTIES_PER_PAGE,
              NextToken,
            }),
            { abortSignal: this.#signal },
          ),
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      this.#pages += 1;
      yield page.InstanceProperties ?? [];
    }
  }

  /**
   * The tags of all nodes by node id (`tag:GetResources`). Nodes that were
   * never tagged are not in it.
   */
  async tags(): Promise<Map<string, Record<string, string>>> {
    return restartExpired(async () => {
      const tags = new Map<string, Record<string, string>>();
      const pages = pagesOf(
        PaginationToken =>
          this.#counted(
            this.#clients.tagging.send(
              new GetResourcesCommand({
                ResourceTypeFilters: ['ssm:managed-instance', 'ec2:instance'],
                ResourcesPerPage: RESOURCES_PER_PAGE,
                PaginationToken,
              }),
              { abortSignal: this.#signal },
            ),
          ),
        page => page.PaginationToken,
      );
      for await (const page of pages) {
        for (const resource of page.ResourceTagMappingList ?? []) {
          const id = resource.ResourceARN?.split('/').pop();
          if (id) {
            tags.set(
              id,
              Object.fromEntries(
                (resource.Tags ?? []).map(tag => [
                  tag.Key ?? '',
                  tag.Value ?? '',
                ]),
              ),
            );
          }
        }
      }
      return tags;
    });
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
    const limit = pLimit(PATCH_CALLS_AT_ONCE);
    const calls: Array<Promise<void>> = [];
    for (let i = 0; i < nodeIds.length; i += IDS_PER_PATCH_CALL) {
      const ids = nodeIds.slice(i, i + IDS_PER_PATCH_CALL);
      calls.push(
        limit(() => restartExpired(() => this.#readPatchStates(ids, states))),
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
        this.#counted(
          this.#clients.ssm.send(
            new DescribeInstanceInformationCommand({
              Filters: [{ Key: 'AgentVersion', Values: [version] }],
              MaxResults: 5,
              NextToken,
            }),
            { abortSignal: this.#signal },
          ),
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
        this.#counted(
          this.#clients.ssm.send(
            new DescribeInstancePatchStatesCommand({
              InstanceIds: ids,
              NextToken,
            }),
            { abortSignal: this.#signal },
          ),
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

  async #counted<T extends Metadata>(response: Promise<T>): Promise<T> {
    try {
      const result = await response;
      this.#calls += result.$metadata?.attempts ?? 1;
      return result;
    } catch (error) {
      this.#calls += (error as Metadata)?.$metadata?.attempts ?? 1;
      throw error;
    }
  }
}
