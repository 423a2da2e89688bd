import { FleetOptions, generateNode, generateUnmanaged } from './generate';
import { registerAgain, Registration } from './registration';
import { SimulatedNode } from './types';

function keyOf(account: string, region: string): string {
  return `${account}/${region}`;
}

/** First position in a list sorted by `seq` that is not before `seq`. */
function lowerBound(nodes: readonly SimulatedNode[], seq: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (nodes[middle].seq < seq) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * The machines there are, by account and Region in listing order. A listing
 * remembers the `seq` it stopped at, so machines may come and go meanwhile.
 */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #nodes = new Map<string, SimulatedNode>();
  readonly #partitions = new Map<string, SimulatedNode[]>();
  #everything: SimulatedNode[] | undefined;
  #nextSeq = 0;
  #size = 0;

  /** Makes a fleet of `size` nodes; the same options make the same fleet. */
  static create(size: number, options: FleetOptions): Fleet {
    const fleet = new Fleet(options);
    fleet.add(size);
    return fleet;
  }

  private constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Managed nodes. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds generated nodes.
   *
   * @param change - what is to be different from what was generated
   */
  add(count: number, change: Partial<SimulatedNode> = {}): SimulatedNode[] {
    const added: SimulatedNode[] = [];
    this.#everything = undefined;
    for (let i = 0; i < count; i++) {
      const generated = generateNode(this.#nextSeq, this.#options);
      const node = Object.keys(change).length
        ? { ...generated, ...change }
        : generated;
      this.#insert(node);
      added.push(node);
      const unmanaged = generateUnmanaged(this.#nextSeq, this.#options);
      if (unmanaged) {
        this.#insert(unmanaged);
      }
      this.#nextSeq += 1;
    }
    return added;
  }

  #insert(node: SimulatedNode): void {
    this.#nodes.set(node.id, node);
    this.#size += node.managed ? 1 : 0;
    const key = keyOf(node.account, node.region);
    const partition = this.#partitions.get(key);
    if (partition) {
      partition.push(node);
    } else {
      this.#partitions.set(key, [node]);
    }
  }

  /**
   * Registers a hybrid machine again, perhaps elsewhere: it gets a new id and
   * the last place in listings. The old registration is left as it is.
   */
  reregister(node: SimulatedNode, registration: Registration): SimulatedNode {
    const again = registerAgain(node, this.#nextSeq, registration);
    this.#nextSeq += 1;
    this.#everything = undefined;
    this.#insert(again);
    return again;
  }

  /** Lets Systems Manager manage an instance from now on, or no longer. */
  setManaged(node: SimulatedNode, managed: boolean): void {
    this.#size += Number(managed) - Number(node.managed);
    node.managed = managed;
  }

  /** Removes nodes; ids that do not exist are ignored. */
  terminate(ids: Iterable<string>): string[] {
    const gone = new Set<string>();
    this.#everything = undefined;
    const touched = new Set<string>();
    for (const id of ids) {
      const node = this.#nodes.get(id);
      if (node) {
        this.#nodes.delete(id);
        this.#size -= node.managed ? 1 : 0;
        gone.add(id);
        touched.add(keyOf(node.account, node.region));
      }
    }
    for (const key of touched) {
      const left = this.#partitions.get(key) ?? [];
      this.#partitions.set(
        key,
        left.filter(node => !gone.has(node.id)),
      );
    }
    return [...gone];
  }

  get(id: string): SimulatedNode | undefined {
    return this.#nodes.get(id);
  }

  /** A node, if it is in that account and Region. */
  find(account: string, region: string, id: string): SimulatedNode | undefined {
    const node = this.#nodes.get(id);
    return node?.account === account && node.region === region
      ? node
      : undefined;
  }

  all(): Iterable<SimulatedNode> {
    return this.#nodes.values();
  }

  /** Everything in an account and Region in listing order. Not to be changed. */
  list(account: string, region: string): readonly SimulatedNode[] {
    return this.#partitions.get(keyOf(account, region)) ?? [];
  }

  /** Everything in listing order. Not to be changed. */
  everything(): readonly SimulatedNode[] {
    this.#everything ??= [...this.#nodes.values()];
    return this.#everything;
  }

  /** Nodes of a list sorted by `seq`, from `seq` on. */
  static *from(
    nodes: readonly SimulatedNode[],
    seq: number,
  ): Generator<SimulatedNode> {
    for (let i = lowerBound(nodes, seq); i < nodes.length; i++) {
      yield nodes[i];
    }
  }
}
