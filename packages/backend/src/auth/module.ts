import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { personaAuthenticator } from './personaAuthenticator';

/**
 * Adds the provider `persona` to the demo: `GET /api/auth/persona/refresh` with
 * the header `x-persona` answers with a Backstage token.
 *
 * @throws Error at start-up when config does not say that this is a demo.
 */
export const demoPersonasModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-personas',
  register(env) {
    env.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ providers, config }) {
        if (!config.has('auth.providers.persona')) {
          return;
        }
        if (config.getOptionalString('auth.environment') !== 'development') {
          throw new Error(
            "auth.providers.persona lets anybody sign in as anybody: remove it, or set auth.environment to 'development' if this is a demo",
          );
        }
        providers.registerProvider({
          providerId: 'persona',
          factory: createProxyAuthProviderFactory({
            authenticator: personaAuthenticator,
            async signInResolver({ result }, context) {
              const userRef = stringifyEntityRef({
                kind: 'User',
                namespace: 'default',
                name: result.id,
              });
              return context.issueToken({
                claims: { sub: userRef, ent: [userRef, ...result.groups] },
              });
            },
          }),
        });
      },
    });
  },
});
