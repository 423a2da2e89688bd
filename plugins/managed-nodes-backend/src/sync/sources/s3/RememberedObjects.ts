import { Knex } from 'knex';
import { TargetKey } from '../../../nodes/types';
import { ListedObject } from './Bucket';
import { InventoryType } from './layout';

/** Ids and rows per statement. */
const CHUNK = 500;

/**
 * What an object was found to say that must be known without reading it again:
 * that its node is terminated, or that a patch summary counts no severities.
 */
export type ObjectNote = 'terminated' | 'no-severities';

/** An object whose content the node store has. */
export interface RememberedObject {
  etag: string | null;
  lastModified: number | null;
  note: ObjectNote | null;
}

/** What is to be remembered of one object. */
export interface ObjectChange {
  nodeId: string;
  type: InventoryType;
  /** Undefined when there is none any more. */
  object: ListedObject | undefined;
  note?: ObjectNote;
}

/** The objects of one node by type. */
export type NodeObjects = ReadonlyMap<InventoryType, RememberedObject>;

interface ObjectRow {
  account: string;
  region: string;
  node_id: string;
  type: InventoryType;
  etag: string | null;
  last_modified: number | string | null;
  reading: string;
  note: ObjectNote | null;
}

/** Whether an object is as it was: by ETag, and by time where it has none. */
export function isSame(
  seen: RememberedObject | undefined,
  listed: ListedObject | undefined,
): boolean {
  if (!seen || !listed) {
    return !seen && !listed;
  }
  return seen.etag || listed.etag
    ? seen.etag === listed.etag
    : seen.lastModified !== null && seen.lastModified === listed.lastModified;
}

/** Remembers the objects whose content is in the node store. */
export class RememberedObjects {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): RememberedObjects {
    return new RememberedObjects(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * The objects of some nodes.
   *
   * @param reading - objects that were read by anything else do not count
   */
  async of(
    target: TargetKey,
    nodeIds: string[],
    reading: string,
  ): Promise<Map<string, NodeObjects>> {
    const found = new Map<string, Map<InventoryType, RememberedObject>>();
    for (const ids of chunks(nodeIds)) {
      const rows = await this.#rows(target)
        .where({ reading })
        .whereIn('node_id', ids)
        .select('node_id', 'type', 'etag', 'last_modified', 'note');
      for (const row of rows) {
        const objects = found.get(row.node_id) ?? new Map();
        found.set(row.node_id, objects);
        objects.set(row.type, {
          etag: row.etag,
          lastModified:
            row.last_modified === null ? null : Number(row.last_modified),
          note: row.note,
        });
      }
    }
    return found;
  }

  /** Remembers objects, or that they are gone. */
  async put(
    { account, region }: TargetKey,
    changes: ObjectChange[],
    reading: string,
  ): Promise<void> {
    const gone = changes.filter(({ object }) => !object);
    const rows = changes.flatMap(({ nodeId, type, object, note }) =>
      object
        ? {
            account,
            region,
            node_id: nodeId,
            type,
            etag: object.etag,
            last_modified: object.lastModified,
            reading,
            note: note ?? null,
          }
        : [],
    );
    for (const type of new Set(gone.map(change => change.type))) {
      const ids = gone.flatMap(change =>
        change.type === type ? change.nodeId : [],
      );
      await this.#forget({ account, region }, ids, type);
    }
    for (const some of chunks(rows)) {
      await this.#knex<ObjectRow>('s3_objects')
        .insert(some)
        .onConflict(['account', 'region', 'node_id', 'type'])
        .merge();
    }
  }

  /** Forgets the objects of all nodes but these: theirs are gone. */
  async forgetAllBut(
    target: TargetKey,
    listed: ReadonlySet<string>,
  ): Promise<void> {
    const known: string[] = await this.#rows(target)
      .distinct()
      .pluck('node_id');
    await this.#forget(
      target,
      known.filter(id => !listed.has(id)),
    );
  }

  async #forget(
    target: TargetKey,
    nodeIds: string[],
    type?: InventoryType,
  ): Promise<void> {
    for (const ids of chunks(nodeIds)) {
      await this.#rows(target)
        .whereIn('node_id', ids)
        .modify(query => {
          if (type) {
            query.where({ type });
          }
        })
        .delete();
    }
  }

  #rows({ account, region }: TargetKey) {
    return this.#knex<ObjectRow>('s3_objects').where({ account, region });
  }
}

function chunks<T>(items: T[]): T[][] {
  const result: T[][] = [];
  for (let start = 0; start < items.length; start += CHUNK) {
    result.push(items.slice(start, start + CHUNK));
  }
  return result;
}
