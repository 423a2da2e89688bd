import { SyncTarget } from '../../../accounts/types';
import { SourceRun } from '../types';
import { Bucket, ListedObject } from './Bucket';
import { InventoryType, nodeIdOf, prefixOf } from './layout';
import { MalformedObjectError, MalformedObjects } from './MalformedObjects';
import { ObjectGoneError } from './problems';
import { ObjectOwner } from './records';

/** Objects by the id of their node. */
export type ObjectsByNode = ReadonlyMap<string, ListedObject>;

type Consume<T> = (
  lines: AsyncIterable<string>,
  owner: ObjectOwner,
) => Promise<T>;

interface TargetObjectsOptions {
  bucket: Bucket;
  /** The prefix that the resource data sync was given. */
  root: string;
  target: SyncTarget;
  run: SourceRun;
}

/** What a bucket holds of one target, while it is listed. */
export class TargetObjects {
  readonly #options: TargetObjectsOptions;
  readonly #malformed: MalformedObjects;
  #patchItems: Promise<ObjectsByNode | undefined> | undefined;

  static create(options: TargetObjectsOptions): TargetObjects {
    return new TargetObjects(options);
  }

  private constructor(options: TargetObjectsOptions) {
    this.#options = options;
    this.#malformed = MalformedObjects.create(options.run);
  }

  /** Lists the objects of a type, page by page. */
  async *pages(type: InventoryType): AsyncGenerator<ObjectsByNode> {
    const { bucket, root, target, run } = this.#options;
    const prefix = prefixOf(root, type, target);
    for await (const objects of bucket.list(prefix, run)) {
      const page = new Map<string, ListedObject>();
      for (const object of objects) {
        const nodeId = nodeIdOf(prefix, object.key);
        if (nodeId) {
          page.set(nodeId, object);
        } else if (!object.key.endsWith('/')) {
          // What ends so is an empty folder that somebody made in the console.
          this.#malformed.add(
            object.key,
            `its key is none that a node has under ${prefix}`,
          );
        }
      }
      yield page;
    }
  }

  /** Lists all objects of a type; undefined, with a warning, when that fails. */
  async all(
    type: InventoryType,
    part: 'tags' | 'patches',
  ): Promise<ObjectsByNode | undefined> {
    return this.#options.run.warnings.attempt(part, async () => {
      const all = new Map<string, ListedObject>();
      for await (const page of this.pages(type)) {
        page.forEach((object, nodeId) => all.set(nodeId, object));
      }
      return all;
    });
  }

  /** The compliance items. Listed once, and only when somebody asks. */
  async patchItems(): Promise<ObjectsByNode | undefined> {
    this.#patchItems ??= this.all('AWS:ComplianceItem', 'patches');
    return this.#patchItems;
  }

  /**
   * Reads an object.
   *
   * @returns undefined when it is malformed, which is noted.
   * @throws ObjectGoneError when it is gone meanwhile.
   */
  async read<T>(
    nodeId: string,
    object: ListedObject,
    consume: Consume<T>,
  ): Promise<T | undefined> {
    const { bucket, target, run } = this.#options;
    const owner = { account: target.account, nodeId };
    try {
      return await bucket.read(object, run, lines => consume(lines, owner));
    } catch (error) {
      if (error instanceof MalformedObjectError) {
        this.#malformed.add(object.key, error.message);
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Reads an object without which the listing goes on.
   *
   * @returns undefined when it is malformed, gone, or could not be read.
   */
  async readPart<T>(
    part: 'tags' | 'patches',
    nodeId: string,
    object: ListedObject,
    consume: Consume<T>,
  ): Promise<T | undefined> {
    return this.#options.run.warnings.attempt(part, async () => {
      try {
        return await this.read(nodeId, object, consume);
      } catch (error) {
        if (error instanceof ObjectGoneError) {
          return undefined;
        }
        throw error;
      }
    });
  }
}
