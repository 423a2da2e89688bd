import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';

type Delta = Extract<EntityProviderMutation, { type: 'delta' }>;

/** A catalog in memory that applies what our provider mutates. */
export class FakeCatalog implements EntityProviderConnection {
  readonly entities = new Map<string, Entity>();
  readonly mutations: Delta[] = [];
  /** Thrown by mutations while set. */
  failure: Error | undefined;

  async applyMutation(mutation: EntityProviderMutation): Promise<void> {
    if (mutation.type !== 'delta') {
      throw new Error('A full mutation would delete what is on other pages');
    }
    if (this.failure) {
      throw this.failure;
    }
    this.mutations.push(mutation);
    for (const removed of mutation.removed) {
      if (!('entityRef' in removed)) {
        throw new Error('Removals are by ref');
      }
      this.entities.delete(removed.entityRef);
    }
    for (const { entity } of mutation.added) {
      this.entities.set(stringifyEntityRef(entity), entity);
    }
  }

  async refresh(): Promise<void> {
    throw new Error('The provider does not refresh');
  }

  get refs(): string[] {
    return [...this.entities.keys()].sort();
  }

  /** What the catalog's API would answer now. */
  get service() {
    return {
      streamEntities: (
        ...args: Parameters<
          ReturnType<typeof catalogServiceMock>['streamEntities']
        >
      ) =>
        catalogServiceMock({
          entities: [...this.entities.values()],
        }).streamEntities(...args),
    };
  }
}
