import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { RunbookQuery } from '@managed-nodes/plugin-managed-nodes-common';
import { isManagedNode } from '../../entityFilters';
import { RunOn } from '../pieces/useStartLink';

/** What is asked for runbooks on the page of an entity, and what a run there begins with. */
export function entityPlace(entity: Entity): {
  query: RunbookQuery;
  on: RunOn;
} {
  if (isManagedNode(entity)) {
    const node = entity.metadata.name;
    return { query: { node }, on: { node: [node] } };
  }
  const relatedTo = stringifyEntityRef(entity);
  return { query: { relatedTo }, on: { relatedTo } };
}
