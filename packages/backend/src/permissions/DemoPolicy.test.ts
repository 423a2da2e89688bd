import {
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import {
  actionExecutePermission,
  taskCancelPermission,
  taskCreatePermission,
  taskReadPermission,
  templateManagementPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  managedNodesCountersReadPermission,
  managedNodesDocumentReadPermission,
  managedNodesFleetRunbookExecutePermission,
  managedNodesNodeReadPermission,
  managedNodesPatchExceptPermission,
  managedNodesPatchInstallPermission,
  managedNodesPatchScanPermission,
  managedNodesReportReadPermission,
  managedNodesRunbookApprovePermission,
  managedNodesRunbookExecutePermission,
  managedNodesSyncManagePermission,
  managedNodesSyncReadPermission,
} from '@managed-nodes/plugin-managed-nodes-common';
import { DemoPolicy } from './DemoPolicy';

function user(...ownershipEntityRefs: string[]): PolicyQueryUser {
  const [userEntityRef] = ownershipEntityRefs;
  return {
    credentials: {
      $$type: '@backstage/BackstageCredentials',
      principal: { type: 'user', userEntityRef },
    },
    info: { userEntityRef, ownershipEntityRefs },
  };
}

const PRIYA = user('user:default/priya', 'group:default/payments-team');
const LUKAS = user('user:default/lukas', 'group:default/storefront-team');
const RITA = user('user:default/rita', 'group:default/finance');
const OMAR = user('user:default/omar', 'group:default/platform-team');

const decide = (permission: Permission, who?: PolicyQueryUser) =>
  new DemoPolicy().handle({ permission }, who);

const someRead = createPermission({
  name: 'some.thing.read',
  attributes: { action: 'read' },
});
const someCreate = createPermission({
  name: 'some.thing.create',
  attributes: { action: 'create' },
});

describe('DemoPolicy', () => {
  it.each([
    managedNodesNodeReadPermission,
    managedNodesPatchScanPermission,
    managedNodesPatchInstallPermission,
    managedNodesPatchExceptPermission,
    managedNodesRunbookExecutePermission,
    managedNodesRunbookApprovePermission,
  ])('gives owners $name for their nodes only', async permission => {
    expect(await decide(permission, PRIYA)).toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'managed-nodes',
      resourceType: 'managed-node',
      conditions: {
        rule: 'IS_NODE_OWNER',
        resourceType: 'managed-node',
        params: {
          owners: ['user:default/priya', 'group:default/payments-team'],
        },
      },
    });
  });

  it('lets everybody use templates, and see tasks of their own only', async () => {
    expect(await decide(taskCreatePermission, PRIYA)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
    expect(await decide(actionExecutePermission, PRIYA)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
    for (const permission of [taskReadPermission, taskCancelPermission]) {
      expect(await decide(permission, PRIYA)).toMatchObject({
        result: AuthorizeResult.CONDITIONAL,
        conditions: { params: { createdBy: ['user:default/priya'] } },
      });
    }
    expect(await decide(templateManagementPermission, PRIYA)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('hides the entities of other nodes, and of nodes only', async () => {
    const decision = await decide(catalogEntityReadPermission, PRIYA);
    expect(decision).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      conditions: {
        anyOf: [
          {
            not: {
              rule: 'HAS_SPEC',
              params: { key: 'type', value: 'managed-node' },
            },
          },
          {
            rule: 'IS_ENTITY_OWNER',
            params: {
              claims: ['user:default/priya', 'group:default/payments-team'],
            },
          },
        ],
      },
    });
    expect(await decide(catalogEntityDeletePermission, PRIYA)).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
    });
  });

  it('lets owners ask their own nodes how busy they are, and operators all', async () => {
    for (const who of [PRIYA, LUKAS]) {
      expect(
        await decide(managedNodesCountersReadPermission, who),
      ).toMatchObject({
        result: AuthorizeResult.CONDITIONAL,
        conditions: {
          rule: 'IS_NODE_OWNER',
          params: { owners: who.info.ownershipEntityRefs },
        },
      });
    }
    expect(await decide(managedNodesCountersReadPermission, OMAR)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
    expect(await decide(managedNodesCountersReadPermission)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('keeps the sync, and what is about no single node, to operators', async () => {
    for (const permission of [
      managedNodesSyncReadPermission,
      managedNodesSyncManagePermission,
      managedNodesDocumentReadPermission,
      managedNodesFleetRunbookExecutePermission,
    ]) {
      expect(await decide(permission, PRIYA)).toEqual({
        result: AuthorizeResult.DENY,
      });
      expect(await decide(permission, OMAR)).toEqual({
        result: AuthorizeResult.ALLOW,
      });
    }
  });

  it('shows the report to finance and operators, and to no owner', async () => {
    for (const who of [RITA, OMAR]) {
      expect(await decide(managedNodesReportReadPermission, who)).toEqual({
        result: AuthorizeResult.ALLOW,
      });
    }
    for (const who of [PRIYA, LUKAS, undefined]) {
      expect(await decide(managedNodesReportReadPermission, who)).toEqual({
        result: AuthorizeResult.DENY,
      });
    }
  });

  it('shows finance no node but those it owns, and no other figure of operators', async () => {
    expect(await decide(managedNodesNodeReadPermission, RITA)).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      conditions: {
        rule: 'IS_NODE_OWNER',
        params: { owners: ['user:default/rita', 'group:default/finance'] },
      },
    });
    expect(await decide(catalogEntityReadPermission, RITA)).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
    });
    expect(await decide(managedNodesSyncReadPermission, RITA)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('lets operators do everything, others read, and strangers nothing', async () => {
    for (const permission of [
      managedNodesNodeReadPermission,
      catalogEntityReadPermission,
      someCreate,
    ]) {
      expect(await decide(permission, OMAR)).toEqual({
        result: AuthorizeResult.ALLOW,
      });
      expect(await decide(permission)).toEqual({
        result: AuthorizeResult.DENY,
      });
    }
    expect(await decide(someRead, PRIYA)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
    expect(await decide(someCreate, PRIYA)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });
});
