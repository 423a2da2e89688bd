import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  RELATION_HAS_PART,
  RELATION_MEMBER_OF,
  RELATION_PARENT_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_NODE_SELECTOR,
  NodeFilter,
  parseNodeSelector,
} from '@managed-nodes/plugin-managed-nodes-common';
import { NodeCriteria, parseTag } from './predicates';

/** Levels of groups that are followed down. */
const MAX_DEPTH = 10;

function related(entity: Entity, type: string, kind: string): string[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => relation.targetRef)
    .filter(ref => ref.startsWith(`${kind}:`));
}

/**
 * Finds out which nodes belong to an entity of the catalog, seen with the
 * eyes of the caller.
 */
export class EntityScope {
  readonly #catalog: CatalogService;

  static create(options: { catalog: CatalogService }): EntityScope {
    return new EntityScope(options.catalog);
  }

  private constructor(catalog: CatalogService) {
    this.#catalog = catalog;
  }

  /**
   * The criteria of the nodes that belong to an entity: those of a Component
   * or System, of a Domain's Systems, of a Group with the groups below it, of
   * a User with the groups they are in; and what a node selector annotation
   * says.
   *
   * @throws InputError when the ref is none, or the entity's selector is wrong.
   * @throws NotFoundError when the caller can see no such entity.
   */
  async resolve(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<NodeCriteria> {
    let ref: string;
    try {
      ref = stringifyEntityRef(parseEntityRef(entityRef));
    } catch {
      throw new InputError(
        `relatedTo: expected an entity ref such as system:default/payments, got '${entityRef}'`,
      );
    }
    const entity = await this.#catalog.getEntityByRef(ref, { credentials });
    if (!entity) {
      throw new NotFoundError(`No entity ${ref} in the catalog`);
    }
    const criteria = await this.#byRelation(ref, entity, credentials);
    const selector =
      entity.metadata.annotations?.[ANNOTATION_NODE_SELECTOR]?.trim();
    return selector
      ? { anyOf: [criteria, selectorCriteria(selector, ref)] }
      : criteria;
  }

  async #byRelation(
    ref: string,
    entity: Entity,
    credentials: BackstageCredentials,
  ): Promise<NodeCriteria> {
    switch (entity.kind.toLowerCase()) {
      case 'component':
        return { field: 'component', in: [ref] };
      case 'system':
        return { field: 'system', in: [ref] };
      case 'domain':
        return {
          field: 'system',
          in: related(entity, RELATION_HAS_PART, 'system'),
        };
      case 'group':
        return {
          field: 'owner',
          in: await this.#groupTree(ref, entity, credentials),
        };
      case 'user':
        return {
          field: 'owner',
          in: [ref, ...related(entity, RELATION_MEMBER_OF, 'group')],
        };
      default:
        return { field: 'component', in: [] };
    }
  }

  async #groupTree(
    ref: string,
    group: Entity,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const refs = new Set([ref]);
    let level = related(group, RELATION_PARENT_OF, 'group');
    for (let depth = 0; level.length && depth < MAX_DEPTH; depth += 1) {
      const fresh = level.filter(child => !refs.has(child));
      fresh.forEach(child => refs.add(child));
      if (!fresh.length) {
        break;
      }
      const { items } = await this.#catalog.getEntitiesByRefs(
        {
          entityRefs: fresh,
          fields: ['kind', 'metadata.name', 'metadata.namespace', 'relations'],
        },
        { credentials },
      );
      level = items.flatMap(item =>
        item ? related(item, RELATION_PARENT_OF, 'group') : [],
      );
    }
    return [...refs];
  }
}

function selectorCriteria(selector: string, ref: string): NodeCriteria {
  let filter: NodeFilter;
  try {
    filter = parseNodeSelector(selector);
  } catch (error) {
    throw new InputError(
      `${ref} has a wrong ${ANNOTATION_NODE_SELECTOR} annotation`,
      error,
    );
  }
  const terms: NodeCriteria[] = [];
  for (const field of [
    'owner',
    'application',
    'environment',
    'account',
    'region',
  ] as const) {
    const values = filter[field];
    if (values?.length) {
      terms.push({ field, in: values });
    }
  }
  if (filter.platform?.length) {
    terms.push({ field: 'platform', in: filter.platform });
  }
  terms.push(...(filter.tag ?? []).map(parseTag));
  return { allOf: [terms[0], ...terms.slice(1)] };
}
