import { SimulatedNode } from '../fleet/types';
import { Random } from '../model/random';
import { FailureKind } from './types';

/** A failure that was asked for. */
export interface ForcedFailure {
  readonly operation: 'Scan' | 'Install';
  readonly kind: FailureKind;
  /** How often it happens. */
  readonly count: number;
}

/** Of installs that go wrong by themselves, this share does because of single patches. */
const PATCHES_SHARE = 0.75;

/** What goes wrong: what was asked for, and now and then an install by itself. */
export class Failures {
  readonly #forced = new Map<string, ForcedFailure>();
  readonly #installs = new Map<string, number>();

  static create(): Failures {
    return new Failures();
  }

  private constructor() {}

  /** Has the next operations of a node fail; a count of 0 takes it back. */
  force(nodeId: string, failure: ForcedFailure): void {
    if (failure.count > 0) {
      this.#forced.set(nodeId, failure);
    } else {
      this.#forced.delete(nodeId);
    }
  }

  /**
   * Whether an operation that begins now goes wrong, and how. The same node
   * and number of installs decide the same.
   */
  take(
    node: SimulatedNode,
    operation: string,
    rate: number,
  ): FailureKind | undefined {
    const forced = this.#forced.get(node.id);
    if (forced?.operation === operation) {
      this.force(node.id, { ...forced, count: forced.count - 1 });
      return forced.kind;
    }
    if (operation !== 'Install') {
      return undefined;
    }
    const installs = this.#installs.get(node.id) ?? 0;
    this.#installs.set(node.id, installs + 1);
    const random = Random.create(node.seed, 'install', installs);
    if (!random.chance(rate)) {
      return undefined;
    }
    return random.chance(PATCHES_SHARE) ? 'patches' : 'operation';
  }
}
