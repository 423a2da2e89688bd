import { Knex } from 'knex';
import { AccountDirectory } from '../../accounts/AccountDirectory';
import { NodeAccess } from '../../api/NodeAccess';
import { Engine } from '../../commands/createEngine';
import { EntityScope } from '../../nodes/EntityScope';
import { PatchConfig } from '../patchConfig';
import { Candidates } from './Candidates';
import { OperationQueries } from './OperationQueries';
import { PatchActions } from './PatchActions';
import { PatchOperations } from './PatchOperations';

/** What scans and installs need. */
export interface PatchActionsSetup {
  partition: string;
  config: Pick<PatchConfig, 'actions' | 'policy'>;
  knex: Knex;
  accounts: AccountDirectory;
  access: NodeAccess;
  scope: EntityScope;
  engine: Engine;
}

/** Puts together what scans and installs take. */
export function createPatchActions(setup: PatchActionsSetup) {
  const { knex, access, scope, config, partition, engine } = setup;
  const { store, sender, canceller, reader } = engine;
  const queries = OperationQueries.create({ knex, partition });
  const operations = PatchOperations.create({
    access,
    scope,
    queries,
    canceller,
    reader,
  });
  return {
    actions: PatchActions.create({
      access,
      scope,
      candidates: Candidates.create({
        knex,
        accounts: setup.accounts,
        freezes: config.actions.freezes,
      }),
      operations,
      queries,
      store,
      sender,
      config: config.actions,
      patchPolicy: config.policy,
    }),
    operations,
  };
}
