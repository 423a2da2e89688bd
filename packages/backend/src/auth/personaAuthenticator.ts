import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { Persona, personas } from './personas';

/** Header that names the persona to sign in as. */
export const PERSONA_HEADER = 'x-persona';

/**
 * Lets anybody sign in as one of the demo's personas by naming it. There is no
 * secret: this is for a demo on one's own machine and nothing else.
 */
export const personaAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async (result: Persona) => ({
    profile: { displayName: result.displayName },
  }),
  initialize() {},
  async authenticate({ req }) {
    const asked = req.header(PERSONA_HEADER);
    const persona = personas.find(({ id }) => id === asked);
    if (!persona) {
      throw new AuthenticationError(
        `Name a persona in the header ${PERSONA_HEADER}: ${personas
          .map(({ id }) => id)
          .join(', ')}`,
      );
    }
    return { result: persona };
  },
});
