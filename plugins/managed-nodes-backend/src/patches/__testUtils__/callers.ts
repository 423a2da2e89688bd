import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { managedNodesNodeReadPermission } from '@managed-nodes/plugin-managed-nodes-common';
import express from 'express';
import Router from 'express-promise-router';
import request from 'supertest';
import { NodeAccess } from '../../api/NodeAccess';
import { Requests } from '../../api/routing';
import {
  createManagedNodesConditionalDecision,
  managedNodesConditions,
  managedNodesPermissionRules,
} from '../../nodes/permissions';

export const PRIYA = mockCredentials.user('user:default/priya');
export const DAVE = mockCredentials.user('user:default/dave');
export const OMAR = mockCredentials.user('user:default/omar');
export const RITA = mockCredentials.user('user:default/rita');

type Permission = Parameters<typeof createManagedNodesConditionalDecision>[0];

type Decide = (permission: Permission) => PolicyDecision;

const ofGroup = (group: string) => (permission: Permission) =>
  createManagedNodesConditionalDecision(
    permission,
    managedNodesConditions.isNodeOwner({ owners: [`group:default/${group}`] }),
  );
const always: Decide = () => ({ result: AuthorizeResult.ALLOW });
const never: Decide = () => ({ result: AuthorizeResult.DENY });

/**
 * Priya and Dave may do everything to what their teams own, Omar to all; Rita
 * reads all and may do nothing; anybody else not even that.
 */
const RIGHTS = new Map<string | undefined, { read: Decide; act: Decide }>([
  [
    'user:default/priya',
    { read: ofGroup('payments'), act: ofGroup('payments') },
  ],
  ['user:default/dave', { read: ofGroup('data'), act: ofGroup('data') }],
  ['user:default/omar', { read: always, act: always }],
  ['user:default/rita', { read: always, act: never }],
]);

function createAccess(): NodeAccess {
  const rules = Object.values(managedNodesPermissionRules);
  return NodeAccess.create({
    permissions: mockServices.permissions.mock({
      authorizeConditional: async (requests, options) => {
        const { userEntityRef } = options?.credentials.principal as {
          userEntityRef?: string;
        };
        const own = RIGHTS.get(userEntityRef);
        return requests.map(({ permission }) => {
          const isRead =
            permission.name === managedNodesNodeReadPermission.name;
          const decide = (isRead ? own?.read : own?.act) ?? never;
          return decide(permission as Permission);
        }) as never;
      },
    }),
    registry: mockServices.permissionsRegistry.mock({
      getPermissionRuleset: () =>
        ({
          getRuleByName: (name: string) =>
            rules.find(rule => rule.name === name),
        } as never),
    }),
  });
}

/** Routes behind everything a request passes, and what is put on record of it. */
export function serveRoutes(
  add: (
    router: express.Router,
    shared: { requests: Requests; access: NodeAccess },
  ) => void,
) {
  const auditor = mockServices.auditor.mock();
  const record = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(record);
  const router = Router();
  router.use(express.json());
  add(router, {
    requests: Requests.create({ httpAuth: mockServices.httpAuth(), auditor }),
    access: createAccess(),
  });
  const app = express()
    .use(router)
    .use(
      MiddlewareFactory.create({
        config: mockServices.rootConfig(),
        logger: mockServices.logger.mock(),
      }).error(),
    );
  const as = (who: typeof OMAR) =>
    mockCredentials.user.header(who.principal.userEntityRef);
  return {
    auditor,
    record,
    app,
    get: (who: typeof OMAR, path: string) =>
      request(app).get(path).set('authorization', as(who)),
    post: (who: typeof OMAR, path: string, body: object = {}) =>
      request(app).post(path).set('authorization', as(who)).send(body),
  };
}
