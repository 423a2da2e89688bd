import { ControlClient } from './ControlClient';
import {
  NodePatchesModel,
  nodePatchesSchema,
  PatchQuery,
  PatchSummary,
  patchSummarySchema,
} from './patchSchemas';

/**
 * Tells the truth about patches, to compare with what a client made of it.
 *
 * @public
 */
export class PatchesControl {
  readonly #client: ControlClient;

  /** @internal */
  static create(client: ControlClient): PatchesControl {
    return new PatchesControl(client);
  }

  private constructor(client: ControlClient) {
    this.#client = client;
  }

  /** What a node reported, and what a scan would find. */
  async ofNode(id: string): Promise<NodePatchesModel> {
    return this.#client.call(nodePatchesSchema, 'GET', [
      'nodes',
      id,
      'patches',
    ]);
  }

  /** What nodes reported, counted: by how they stand, and which patch how many lack. */
  async summary(query: PatchQuery = {}): Promise<PatchSummary> {
    return this.#client.call(
      patchSummarySchema,
      'POST',
      ['patches', 'summary'],
      query,
    );
  }
}
