import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';

const signInPage = SignInPageBlueprint.make({
  params: {
    loader: () =>
      import('./PersonaSignInPage').then(module => module.PersonaSignInPage),
  },
});

/** Signs in as one of the demo's personas. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage],
});
