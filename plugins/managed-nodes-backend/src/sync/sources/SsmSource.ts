import { InstanceProperty } from '@aws-sdk/client-ssm';
import { SyncTarget } from '../../accounts/types';
import { AwsClients, ClientUse } from '../../aws/AwsClients';
import { TargetReader } from '../../aws/TargetReader';
import { ManagedNodesConfig } from '../../config';
import { NodeObservation } from '../../nodes/types';
import { AgentVersions } from '../AgentVersions';
import { observeNode, observePatch, observeTags } from '../observe';
import { NodeSource, SourcePage, SourceRun } from './types';

type Tags = Map<string, Record<string, string>>;

/**
 * Lists the nodes of a target by Systems Manager itself, with their tags and
 * patch states.
 */
export class SsmSource implements NodeSource {
  readonly action = 'ssm:DescribeInstanceProperties';
  readonly #clients: AwsClients;
  readonly #config: Pick<ManagedNodesConfig, 'environments' | 'targets'>;
  readonly #agents = AgentVersions.create();

  static create(options: {
    clients: AwsClients;
    config: Pick<ManagedNodesConfig, 'environments' | 'targets'>;
  }): SsmSource {
    return new SsmSource(options.clients, options.config);
  }

  private constructor(
    clients: AwsClients,
    config: Pick<ManagedNodesConfig, 'environments' | 'targets'>,
  ) {
    this.#clients = clients;
    this.#config = config;
  }

  async *pages(target: SyncTarget, run: SourceRun): AsyncGenerator<SourcePage> {
    const reader = await this.#reader(target, run, 'sync');
    // Tags have a throttle bucket of their own: they are read meanwhile.
    const tags = run.warnings.attempt('tags', () => reader.tags());
    // Whoever awaits it is told; nobody does when the listing itself fails.
    tags.catch(() => undefined);
    // The detail of a page is read while the next page is: the last calls of
    // one, which AWS may make wait, do not hold up those of the other.
    let ahead: Promise<NodeObservation[]> | undefined;
    for await (const page of reader.nodes()) {
      const detail = this.#observe(target, run, reader, page, tags);
      detail.catch(() => undefined);
      if (ahead) {
        yield { observations: await ahead };
      }
      ahead = detail;
    }
    if (ahead) {
      yield { observations: await ahead };
    }
  }

  /**
   * Reads some nodes, for somebody who waits.
   *
   * @returns what is known of them; a node that is not in it is not one of
   * Systems Manager's now.
   */
  async read(
    target: SyncTarget,
    nodeIds: string[],
    run: SourceRun,
  ): Promise<NodeObservation[]> {
    const reader = await this.#reader(target, run, 'interactive');
    const nodes = await reader.nodesOf(nodeIds);
    const { partition } = this.#config.targets;
    const tags = run.warnings.attempt('tags', () =>
      reader.tagsOf(
        nodeIds.map(id =>
          id.startsWith('mi-')
            ? `arn:${partition}:ssm:${target.region}:${target.account}:managed-instance/${id}`
            : `arn:${partition}:ec2:${target.region}:${target.account}:instance/${id}`,
        ),
      ),
    );
    return this.#observe(target, run, reader, nodes, tags);
  }

  async #reader(
    target: SyncTarget,
    { meter, signal }: SourceRun,
    use: ClientUse,
  ): Promise<TargetReader> {
    const clients = await this.#clients.forTarget(target, use);
    return TargetReader.create({ clients, meter, signal });
  }

  async #observe(
    target: SyncTarget,
    run: SourceRun,
    reader: TargetReader,
    nodes: InstanceProperty[],
    pendingTags: Promise<Tags | undefined>,
  ): Promise<NodeObservation[]> {
    const ids = nodes.flatMap(node => node.InstanceId ?? []);
    const versions = nodes.flatMap(node => node.AgentVersion ?? []);
    const [patches, agents, tags] = await Promise.all([
      run.warnings.attempt('patches', () => reader.patchStates(ids)),
      run.warnings.attempt('agents', () =>
        this.#agents.latest(target.region, versions, version =>
          reader.isLatestAgent(version),
        ),
      ),
      pendingTags,
    ]);
    return nodes.map(node =>
      observeNode(node, target, this.#config.environments, {
        tags: tags && observeTags(tags.get(node.InstanceId!) ?? {}),
        patch: patches && observePatch(patches.get(node.InstanceId!)),
        agentUpToDate: agents?.get(node.AgentVersion ?? '') ?? null,
      }),
    );
  }
}
