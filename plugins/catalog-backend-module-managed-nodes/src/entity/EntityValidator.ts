import {
  DefaultNamespaceEntityPolicy,
  EntityPolicies,
  EntityPolicy,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  parseEntityRef,
  ResourceEntity,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import { toError } from '@backstage/errors';

/**
 * Judges an entity as the catalog itself will, before it is sent: one that
 * the catalog refuses at the door would fail the page it came in, one that it
 * refuses later would stay behind as an error nobody looks at.
 */
export class EntityValidator {
  readonly #policy: EntityPolicy;

  static create(): EntityValidator {
    return new EntityValidator();
  }

  private constructor() {
    this.#policy = EntityPolicies.allOf([
      new SchemaValidEntityPolicy(),
      new DefaultNamespaceEntityPolicy(),
      new NoForeignRootFieldsEntityPolicy(),
      new FieldFormatEntityPolicy(),
    ]);
  }

  /** Why the catalog would refuse the entity; undefined when it would not. */
  async findProblem(entity: ResourceEntity): Promise<string | undefined> {
    try {
      await this.#policy.enforce(entity);
      await resourceEntityV1alpha1Validator.check(entity);
      this.#checkRefs(entity);
      return undefined;
    } catch (error) {
      return toError(error).message;
    }
  }

  // The catalog parses refs only when it makes relations of them.
  #checkRefs({ spec }: ResourceEntity): void {
    const context = { defaultNamespace: 'default' };
    parseEntityRef(spec.owner, { ...context, defaultKind: 'Group' });
    if (spec.system !== undefined) {
      parseEntityRef(spec.system, { ...context, defaultKind: 'System' });
    }
    for (const ref of spec.dependencyOf ?? []) {
      parseEntityRef(ref, context);
    }
  }
}
