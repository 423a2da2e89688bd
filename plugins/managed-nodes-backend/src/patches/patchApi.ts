import { Knex } from 'knex';
import { ApiPart } from '../api/ApiPart';
import { AwsClients } from '../aws/AwsClients';
import { CallObserver } from '../aws/CallMeter';
import { planOperations } from '../plans/operations';
import { addPlanRoutes } from '../plans/planRoutes';
import { patchActionOperations } from './actions/operations';
import { addPatchActionRoutes } from './actions/patchActionRoutes';
import {
  addNodePatchRoutes,
  nodePatchOperations,
} from './details/nodePatchRoutes';
import { addExceptionRoutes } from './exceptions/exceptionRoutes';
import { exceptionOperations } from './exceptions/operations';
import { PatchConfig } from './patchConfig';
import { StartedPatches } from './startPatches';
import { patchViewOperations } from './views/operations';
import { addPatchViewRoutes } from './views/patchViewRoutes';

/** Every operation of the REST API that is about patches, by its id. */
export const patchOperations = {
  ...patchViewOperations,
  ...planOperations,
  ...nodePatchOperations,
  ...exceptionOperations,
  ...patchActionOperations,
};

/** Makes the part of the REST API that is about patches. */
export function createPatchApi(
  setup: StartedPatches & {
    config: PatchConfig;
    knex: Knex;
    clients: Pick<AwsClients, 'forTarget'>;
    /** Told of every request to AWS. */
    observer?: CallObserver;
  },
): ApiPart {
  const { views, plans, exceptions, actions, operations, config } = setup;
  return {
    operations: patchOperations,
    addRoutes(router, shared) {
      addPatchViewRoutes(router, { ...shared, ...views, plans });
      addPlanRoutes(router, { ...shared, plans });
      addNodePatchRoutes(router, { ...setup, ...shared });
      addExceptionRoutes(router, {
        ...shared,
        exceptions,
        policy: config.policy,
      });
      addPatchActionRoutes(router, { ...shared, actions, operations });
    },
  };
}
