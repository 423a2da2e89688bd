import { identityApiRef } from '@backstage/core-plugin-api';
import { TestApiProvider } from '@backstage/test-utils';
import {
  PatchCompliance,
  PatchComplianceQuery,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aCompliance,
  aMissingPage,
  inDays,
  someCounts,
  somePatches,
  standings,
} from '../__testUtils__/patches';
import { renderPiece } from '../__testUtils__/render';
import { MyNodes } from './MyNodes';

const OWNERS = ['user:default/priya', 'group:default/payments-team'];

const IDENTITY = {
  type: 'user' as const,
  userEntityRef: 'user:default/priya',
  ownershipEntityRefs: OWNERS,
};

async function open(
  compliance: PatchCompliance | Promise<PatchCompliance>,
  getBackstageIdentity = async () => IDENTITY,
) {
  const asked: Array<Partial<PatchComplianceQuery>> = [];
  await renderPiece(
    <TestApiProvider apis={[[identityApiRef, { getBackstageIdentity }]]}>
      <MyNodes />
    </TestApiProvider>,
    {
      api: {
        patches: somePatches({
          getCompliance: async (query = {}) => {
            asked.push(query);
            return compliance;
          },
          listMissing: async () => aMissingPage(),
          listPlans: async () => ({
            items: [],
            nextCursor: null,
            unplanned: 0,
            readAt: null,
            problems: [],
          }),
        }),
      },
    },
  );
  return asked;
}

describe('the widget of one’s own nodes', () => {
  it('says how the nodes of one’s groups stand, and what lacks', async () => {
    const asked = await open(
      aCompliance({
        total: someCounts({
          nodes: 4,
          standings: standings({ due: 3, compliant: 1 }),
        }),
        nextDueAt: inDays(2),
      }),
    );
    expect(
      await screen.findByText(/^Due: 1 critical patch on 3 nodes, the first/),
    ).toBeVisible();
    expect(asked[0].owner).toEqual(OWNERS);
    const patch = screen.getByRole('link', { name: /KB5031364/ });
    expect(patch.getAttribute('href')).toContain(
      '/managed-nodes/nodes?owner=user%3Adefault%2Fpriya&owner=group%3Adefault%2Fpayments-team',
    );
  });

  it('counts how they stand, each a link to them', async () => {
    await open(
      aCompliance({
        total: someCounts({
          nodes: 4,
          standings: standings({ due: 3, compliant: 1 }),
        }),
      }),
    );
    const list = within(
      await screen.findByRole('list', { name: 'Your nodes by patch standing' }),
    );
    const links = list.getAllByRole('link');
    expect(links.map(({ textContent }) => textContent)).toEqual([
      'Due 3',
      'Compliant 1',
    ]);
    expect(links[0].getAttribute('href')).toMatch(
      /^\/managed-nodes\/nodes\?owner=.*patchStanding=due$/,
    );
  });

  it('says when the backend does not answer', async () => {
    await open(Promise.reject(new Error('The backend is away')));
    expect(
      await screen.findByRole('alert', {}, { timeout: 5_000 }),
    ).toHaveTextContent('The backend is away');
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  it('says so when one owns none', async () => {
    await open(aCompliance({ total: someCounts({ nodes: 0 }) }));
    expect(await screen.findByText('You own no nodes')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'The nodes that you may see' }),
    ).toHaveAttribute('href', '/managed-nodes');
  });

  it('tells when nobody knows who one is, and asks again', async () => {
    let calls = 0;
    await open(aCompliance({ total: someCounts({ nodes: 0 }) }), async () => {
      calls += 1;
      if (calls === 1) {
        throw new Error('The sign-in is away');
      }
      return IDENTITY;
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );
    expect(await screen.findByText('You own no nodes')).toBeVisible();
  });
});
