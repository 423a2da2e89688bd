import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { JsonObject } from '@backstage/types';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import request from 'supertest';
import { demoPersonasModule } from './module';
import { personas } from './personas';

jest.setTimeout(60_000);

const start = (auth: JsonObject) =>
  startTestBackend({
    features: [
      authPlugin,
      demoPersonasModule,
      catalogServiceMock.factory(),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
          auth,
        },
      }),
    ],
  });

describe('the demo’s sign-in', () => {
  it('gives each persona a token that names them and their groups', async () => {
    const backend = await start({
      environment: 'development',
      providers: { persona: {} },
    });
    try {
      for (const persona of personas) {
        const { status, body } = await request(backend.server)
          .get('/api/auth/persona/refresh')
          .set('x-persona', persona.id);
        expect(status).toBe(200);
        expect(body.profile.displayName).toBe(persona.displayName);
        expect(body.backstageIdentity.identity).toMatchObject({
          userEntityRef: `user:default/${persona.id}`,
          ownershipEntityRefs: [
            `user:default/${persona.id}`,
            ...persona.groups,
          ],
        });
        expect(body.backstageIdentity.token).toEqual(expect.any(String));
      }
    } finally {
      await backend.stop();
    }
  });

  it.each([undefined, '', 'root', 'priya, omar', 'user:default/omar'])(
    'does not know the persona %j',
    async persona => {
      const backend = await start({
        environment: 'development',
        providers: { persona: {} },
      });
      try {
        const call = request(backend.server).get('/api/auth/persona/refresh');
        const { status, body } = await (persona === undefined
          ? call
          : call.set('x-persona', persona));
        expect(status).toBe(401);
        expect(body.error.message).toContain('priya, lukas, omar, rita');
      } finally {
        await backend.stop();
      }
    },
  );

  it('refuses to start where it is not a demo', async () => {
    await expect(
      start({ environment: 'production', providers: { persona: {} } }),
    ).rejects.toThrow('lets anybody sign in as anybody');
  });

  it('is not there when config does not ask for it', async () => {
    const backend = await start({ environment: 'production', providers: {} });
    try {
      const { status } = await request(backend.server)
        .get('/api/auth/persona/refresh')
        .set('x-persona', 'omar');
      expect(status).toBe(404);
    } finally {
      await backend.stop();
    }
  });

  it('knows the people and groups of the example organisation', () => {
    const org = readFileSync(
      resolve(__dirname, '../../../../examples/org.yaml'),
      'utf8',
    );
    for (const { id, displayName, groups } of personas) {
      expect(org).toContain(`name: ${id}\n`);
      expect(org).toContain(`displayName: ${displayName}`);
      groups.forEach(group =>
        expect(org).toContain(`name: ${group.replace('group:default/', '')}\n`),
      );
    }
  });
});
