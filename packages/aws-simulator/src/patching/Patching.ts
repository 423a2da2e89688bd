import { Baselines } from './Baselines';
import { Catalogue } from './Catalogue';
import { NodePatches } from './NodePatches';

/** Everything Patch Manager knows. */
export class Patching {
  readonly catalogue: Catalogue;
  readonly baselines = Baselines.create();
  readonly nodes: NodePatches;

  /** @param seed - the same seed makes the same patches */
  static create(seed: number): Patching {
    return new Patching(seed);
  }

  private constructor(seed: number) {
    this.catalogue = Catalogue.create(seed);
    this.nodes = NodePatches.create(this.catalogue, this.baselines);
  }
}
