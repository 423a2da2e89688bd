import { ManagedNodesApi } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { aTarget, someHealth, someHeld } from '../../__testUtils__/sync';
import { isTyped } from '../../shared/ConfirmField';
import { HeldPage } from './HeldPage';

const TARGET = { account: '111122223333', region: 'eu-central-1' };

function showing(
  api: Partial<ManagedNodesApi>,
  permissions: string[] = ['managed-nodes.sync.read'],
) {
  return renderPiece(
    <Routes>
      <Route path="/held/:account/:region" element={<HeldPage />} />
    </Routes>,
    {
      at: `/held/${TARGET.account}/${TARGET.region}`,
      api: {
        getHeldNodes: async () => someHeld(),
        getSyncHealth: async () => someHealth([aTarget()]),
        ...api,
      },
      permissions,
    },
  );
}

async function refusing(status: number, name: string) {
  const error = await responseError(status, name, 'no');
  return async () => {
    throw error;
  };
}

describe('HeldPage', () => {
  it('says what is held where, and lists the nodes as text', async () => {
    const getHeldNodes = jest.fn(async () => someHeld());
    const { container } = await showing({ getHeldNodes });
    expect(
      await screen.findByRole('heading', {
        name: '2 of 3 nodes were not listed in commerce-prod, eu-central-1.',
      }),
    ).toBeVisible();
    expect(getHeldNodes).toHaveBeenCalledWith(TARGET, expect.anything());
    const table = within(
      screen.getByRole('table', { name: 'Nodes concerned' }),
    );
    expect(
      table.getByRole('link', { name: 'payments-api-prod-001' }),
    ).toHaveAttribute('href', '/managed-nodes/nodes/mi-0000000000000000a');
    expect(table.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
    expect(container.querySelector('img')).toBeNull();
    expect(screen.getByRole('link', { name: 'Held removals' })).toHaveAttribute(
      'href',
      '/managed-nodes/sync?state=held',
    );
  });

  it('calls the account by its id for those who may not read sync health', async () => {
    await showing({}, []);
    expect(
      await screen.findByRole('heading', { name: /111122223333/ }),
    ).toBeVisible();
  });

  it('removes them once their number is typed, with the keyboard alone', async () => {
    const user = userEvent.setup();
    const decideHeld = jest.fn(async () => ({ removed: 2 }));
    await showing({ decideHeld });
    const button = await screen.findByRole('button', {
      name: 'Remove 2 nodes',
    });
    expect(button).toBeDisabled();
    const field = screen.getByLabelText('Type 2 to confirm');
    await user.type(field, '3{Enter}');
    expect(decideHeld).not.toHaveBeenCalled();
    await user.type(field, '{Backspace}2{Enter}');
    expect(decideHeld).toHaveBeenCalledWith(TARGET, {
      generation: 7,
      decision: 'accept',
    });
    const outcome = await screen.findByRole('heading', {
      name: '2 nodes left commerce-prod, eu-central-1.',
    });
    expect(outcome).toHaveFocus();
    expect(
      screen.getByRole('link', { name: 'See those that left' }),
    ).toHaveAttribute('href', expect.stringContaining('status=left'));
  });

  it('keeps them', async () => {
    const user = userEvent.setup();
    const decideHeld = jest.fn(async () => ({ removed: 0 }));
    await showing({ decideHeld });
    await user.click(
      await screen.findByRole('button', { name: 'Keep 2 nodes' }),
    );
    expect(decideHeld).toHaveBeenCalledWith(TARGET, {
      generation: 7,
      decision: 'dismiss',
    });
    expect(
      await screen.findByRole('heading', { name: /stay as last known/ }),
    ).toBeVisible();
  });

  it('says who has kept them already, and still lets one remove them', async () => {
    await showing({
      getHeldNodes: async () =>
        someHeld({
          dismissedAt: new Date().toISOString(),
          dismissedBy: 'user:default/omar',
        }),
    });
    expect(await screen.findByText(/chose to keep them/)).toHaveTextContent(
      'omar chose to keep them just now.',
    );
    expect(screen.getByRole('button', { name: 'Kept already' })).toBeDisabled();
    expect(screen.getByLabelText('Type 2 to confirm')).toBeEnabled();
  });

  it('lets one look again when another listing came since', async () => {
    const user = userEvent.setup();
    let generation = 6;
    await showing({
      getHeldNodes: async () => {
        generation += 1;
        return someHeld({ generation, missing: generation, known: 100 });
      },
      decideHeld: await refusing(409, 'ConflictError'),
    });
    await user.click(
      await screen.findByRole('button', { name: 'Keep 7 nodes' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Another listing came since',
    );
    await user.click(screen.getByRole('button', { name: 'Look again' }));
    expect(
      await screen.findByRole('button', { name: 'Keep 8 nodes' }),
    ).toBeEnabled();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('says when somebody else was faster', async () => {
    const user = userEvent.setup();
    await showing({ decideHeld: await refusing(404, 'NotFoundError') });
    await user.click(
      await screen.findByRole('button', { name: 'Keep 2 nodes' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Nothing is held here any more',
    );
  });

  it('says when nothing is held', async () => {
    await showing({ getHeldNodes: await refusing(404, 'NotFoundError') });
    expect(await screen.findByText('Nothing is held here')).toBeVisible();
  });

  it('says which permission it takes', async () => {
    await showing({ getHeldNodes: await refusing(403, 'NotAllowedError') });
    expect(await screen.findByText('managed-nodes.sync.manage')).toBeVisible();
  });

  it('says when it lists but the first of them', async () => {
    await showing({
      getHeldNodes: async () => someHeld({ missing: 2000, known: 3000 }),
    });
    expect(await screen.findByText(/The first 2 by name/)).toHaveTextContent(
      'the decision is about all 2 000',
    );
  });
});

describe('isTyped', () => {
  it.each([
    ['1200', true],
    [' 1 200 ', true],
    ['1\u202f200', true],
    ['1,200', true],
    ['120', false],
    ['', false],
    ['1200 nodes', false],
  ])('%j is %j for 1200', (text, expected) => {
    expect(isTyped(text, 1200)).toBe(expected);
  });
});
