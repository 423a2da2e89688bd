import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import express from 'express';
import Router from 'express-promise-router';
import request from 'supertest';
import { Requests } from '../../../api/routing';
import { addPatchActionRoutes } from '../patchActionRoutes';
import { createReplica } from './world';

/** An event on record, and how it came out. */
export interface RecordedEvent {
  eventId: string;
  /** Whom it names: the actor of the request. */
  user: string | undefined;
  meta: JsonObject;
  status: 'open' | 'succeeded' | 'failed';
  error?: string;
}

/** An auditor that keeps what it is told. */
export function createAuditor() {
  const events: RecordedEvent[] = [];
  const httpAuth = mockServices.httpAuth({
    pluginId: 'managed-nodes',
    defaultCredentials: mockCredentials.none(),
  });
  const auditor = mockServices.auditor.mock({
    createEvent: async options => {
      const { principal } = options.request
        ? await httpAuth.credentials(options.request as express.Request)
        : mockCredentials.service();
      const event: RecordedEvent = {
        eventId: options.eventId,
        user: (principal as { userEntityRef?: string }).userEntityRef,
        meta: { ...options.meta },
        status: 'open',
      };
      events.push(event);
      return {
        success: async done => {
          event.status = 'succeeded';
          Object.assign(event.meta, done?.meta);
        },
        fail: async ({ error }) => {
          event.status = 'failed';
          event.error = error.name;
        },
      };
    },
  });
  return { auditor, events, httpAuth };
}

/** The routes of scans and installs behind everything a request passes. */
export function serveActions(
  portal: Pick<
    Awaited<ReturnType<typeof createReplica>>,
    'actions' | 'operations'
  >,
) {
  const { auditor, events, httpAuth } = createAuditor();
  const router = Router();
  router.use(express.json());
  addPatchActionRoutes(router, {
    requests: Requests.create({ httpAuth, auditor }),
    actions: portal.actions,
    operations: portal.operations,
  });
  const middleware = MiddlewareFactory.create({
    logger: mockServices.logger.mock(),
    config: mockServices.rootConfig(),
  });
  const app = express().use(router).use(middleware.error());
  const headerOf = (user: string | undefined) =>
    user
      ? mockCredentials.user.header(`user:default/${user}`)
      : mockCredentials.service.header();
  return {
    events,
    /** As a user of the default namespace, or another plugin. */
    get: (user: string | undefined, path: string, query: object = {}) =>
      request(app)
        .get(`/patches${path}`)
        .query(query)
        .set('authorization', headerOf(user)),
    post: (user: string | undefined, path: string, body: object = {}) =>
      request(app)
        .post(`/patches${path}`)
        .send(body)
        .set('authorization', headerOf(user)),
    nobody: (path: string, body: object) =>
      request(app).post(`/patches${path}`).send(body),
  };
}
