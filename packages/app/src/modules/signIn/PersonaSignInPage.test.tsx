import { IdentityApi } from '@backstage/core-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PersonaSignInPage } from './PersonaSignInPage';

const KEY = 'managed-nodes-demo.persona';

/** Lets the auth backend answer, and keeps what it was asked. */
function playBackend(answer: () => Response) {
  return jest.spyOn(window, 'fetch').mockImplementation(async () => answer());
}

function session(): Response {
  return new Response(
    JSON.stringify({
      profile: { displayName: 'Omar Haddad' },
      backstageIdentity: {
        token: `x.${window.btoa(
          JSON.stringify({ exp: Date.now() / 1000 + 3600 }),
        )}.x`,
        identity: {
          type: 'user',
          userEntityRef: 'user:default/omar',
          ownershipEntityRefs: ['user:default/omar'],
        },
      },
    }),
  );
}

describe('PersonaSignInPage', () => {
  beforeEach(() => window.sessionStorage.clear());
  afterEach(() => jest.restoreAllMocks());

  it('signs in as the persona chosen, and remembers until sign-out', async () => {
    const user = userEvent.setup();
    const backend = playBackend(session);
    const onSignInSuccess = jest.fn<void, [IdentityApi]>();
    await renderInTestApp(
      <PersonaSignInPage onSignInSuccess={onSignInSuccess} />,
    );
    await user.click(
      await screen.findByRole('button', { name: /Omar Haddad/ }),
    );
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));

    const [url, init] = backend.mock.calls[0];
    expect(url).toMatch(/\/auth\/persona\/refresh$/);
    expect(new Headers(init?.headers).get('x-persona')).toBe('omar');
    expect(window.sessionStorage.getItem(KEY)).toBe('omar');

    const identity = onSignInSuccess.mock.calls[0][0];
    expect((await identity.getBackstageIdentity()).userEntityRef).toBe(
      'user:default/omar',
    );
    await identity.signOut();
    expect(window.sessionStorage.getItem(KEY)).toBeNull();
  });

  it('asks nothing of those who chose before', async () => {
    window.sessionStorage.setItem(KEY, 'rita');
    const backend = playBackend(session);
    const onSignInSuccess = jest.fn();
    await renderInTestApp(
      <PersonaSignInPage onSignInSuccess={onSignInSuccess} />,
    );
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalled());
    expect(
      new Headers(backend.mock.calls[0][1]?.headers).get('x-persona'),
    ).toBe('rita');
  });

  it('says when it did not work, and lets one choose again', async () => {
    const user = userEvent.setup();
    window.sessionStorage.setItem(KEY, 'priya');
    playBackend(() => new Response('{}', { status: 503 }));
    await renderInTestApp(<PersonaSignInPage onSignInSuccess={jest.fn()} />);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Signing in as Priya Raman did not work',
    );
    await user.click(screen.getByRole('button', { name: 'Choose again' }));
    expect(screen.getByRole('heading', { name: 'Lukas Weber' })).toBeVisible();
    expect(window.sessionStorage.getItem(KEY)).toBeNull();
  });
});
