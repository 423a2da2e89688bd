import { hash } from './random';

/** An organizational unit. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  /** Id of the unit above, or of the root. */
  readonly parent: string;
}

const DEFAULT_UNITS = [
  'Workloads/Production/Commerce',
  'Workloads/Production/Data',
  'Workloads/Production/Operations',
  'Workloads/Staging',
  'Infrastructure',
  'Sandbox',
];

/**
 * The organizational units below the root. A unit can be named by its id or
 * by its path of names, e.g. `Workloads/Production`; the root by its id or
 * by an empty path.
 */
export class UnitTree {
  readonly rootId = 'r-d3m0';
  readonly #units = new Map<string, Unit>();

  /** The demo organization's units. */
  static create(): UnitTree {
    const tree = new UnitTree();
    for (const path of DEFAULT_UNITS) {
      tree.ensure(path);
    }
    return tree;
  }

  private constructor() {}

  get(id: string): Unit | undefined {
    return this.#units.get(id);
  }

  /** Whether it is the id of a unit or of the root. */
  has(id: string): boolean {
    return id === this.rootId || this.#units.has(id);
  }

  childrenOf(parent: string): Unit[] {
    return [...this.#units.values()].filter(unit => unit.parent === parent);
  }

  /** Ids from the root down to the unit. */
  idsTo(id: string): string[] {
    const unit = this.#units.get(id);
    return unit ? [...this.idsTo(unit.parent), unit.id] : [this.rootId];
  }

  /** Names down to the unit, e.g. `Workloads/Production`; empty for the root. */
  pathOf(id: string): string {
    return this.idsTo(id)
      .flatMap(each => this.#units.get(each)?.name ?? [])
      .join('/');
  }

  /** Id of the unit with this id or path, which is created if need be. */
  ensure(idOrPath: string): string {
    if (this.has(idOrPath)) {
      return idOrPath;
    }
    let parent = this.rootId;
    for (const name of idOrPath.split('/').filter(Boolean)) {
      parent = this.#child(parent, name);
    }
    return parent;
  }

  #child(parent: string, name: string): string {
    // The same unit has the same id in every organization, reset or not.
    const id = `ou-d3m0-${hash(parent, name).toString(36).padStart(8, '0')}`;
    if (!this.#units.has(id)) {
      this.#units.set(id, { id, name, parent });
    }
    return id;
  }
}
