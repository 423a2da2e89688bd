import { ListedAccount, OrganizationReader } from './OrganizationReader';

/** Where an account is: root and units from the root down. */
export interface Place {
  unitIds: string[];
  /** Names of the units, without the root. */
  units: string[];
}

/** Places by account id. */
export type Places = Map<string, Place>;

type Reader = Pick<OrganizationReader, 'roots' | 'unitsIn' | 'accountsIn'>;

/**
 * Finds out where accounts are, with as few calls as it takes: AWS gives the
 * ids of the units with each account, so only names are asked for, one parent
 * at a time, and only those of units that hold an account. Where AWS does not
 * give the ids, the tree is walked from the root until all are found.
 */
export class OrganizationalUnits {
  readonly #reader: Reader;
  readonly #names = new Map<string, string>();

  /** @param known - places of which the names are still good */
  static create(options: {
    reader: Reader;
    known: Iterable<Place>;
  }): OrganizationalUnits {
    return new OrganizationalUnits(options.reader, options.known);
  }

  private constructor(reader: Reader, known: Iterable<Place>) {
    this.#reader = reader;
    for (const { unitIds, units } of known) {
      units.forEach((name, index) => this.#names.set(unitIds[index + 1], name));
    }
  }

  /**
   * @returns the places of the accounts; without those of units that are not
   * there any more.
   */
  async placesOf(
    accounts: Array<Pick<ListedAccount, 'id' | 'unitIds'>>,
  ): Promise<Places> {
    const paths = new Map<string, string[]>();
    const wanted = new Set<string>();
    for (const { id, unitIds } of accounts) {
      if (unitIds) {
        paths.set(id, unitIds);
      } else {
        wanted.add(id);
      }
    }
    await this.#readNames(paths.values());
    await this.#walk(wanted, paths);
    const places: Places = new Map();
    for (const [id, unitIds] of paths) {
      const units = unitIds.slice(1).map(unit => this.#names.get(unit));
      if (units.every(name => name !== undefined)) {
        places.set(id, { unitIds, units });
      }
    }
    return places;
  }

  async #readNames(paths: Iterable<string[]>): Promise<void> {
    const parents = new Set<string>();
    for (const path of paths) {
      path.slice(1).forEach((unit, index) => {
        if (!this.#names.has(unit)) {
          parents.add(path[index]);
        }
      });
    }
    for (const parent of parents) {
      await this.#unitsIn(parent);
    }
  }

  async #walk(
    wanted: Set<string>,
    paths: Map<string, string[]>,
  ): Promise<void> {
    const parents = wanted.size
      ? (await this.#reader.roots()).map(root => [root])
      : [];
    for (let path = parents.shift(); path; path = parents.shift()) {
      const parent = path[path.length - 1];
      for (const account of await this.#reader.accountsIn(parent)) {
        if (wanted.delete(account)) {
          paths.set(account, path);
        }
      }
      if (!wanted.size) {
        return;
      }
      for (const unit of await this.#unitsIn(parent)) {
        parents.push([...path, unit]);
      }
    }
  }

  async #unitsIn(parent: string): Promise<string[]> {
    const units = await this.#reader.unitsIn(parent);
    units.forEach(({ id, name }) => this.#names.set(id, name));
    return units.map(({ id }) => id);
  }
}
