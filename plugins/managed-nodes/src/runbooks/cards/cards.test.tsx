import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { RunbooksApi } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ReactElement } from 'react';
import { hasRunbooks } from '../../entityFilters';
import { renderPiece } from '../../__testUtils__/render';
import { aRunbookSummary, someRunbooks } from '../../__testUtils__/runbooks';
import { RunbooksPage } from '../library/RunbooksPage';
import { EntityRunbooksCard } from './EntityRunbooksCard';
import { useRunbooksMenuItems } from './menuItem';

const entity = (kind: string, name: string, type?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default' },
  spec: { type },
});

const COMPONENT = entity('Component', 'payments-api');
const NODE = entity('Resource', 'mi-1', 'managed-node');

const show = (
  element: ReactElement,
  about: Entity,
  list: RunbooksApi['list'],
) =>
  renderPiece(<EntityProvider entity={about}>{element}</EntityProvider>, {
    api: { runbooks: someRunbooks({ list }) },
  });

describe('the card of runbooks', () => {
  it('has a button for each, with the nodes of the entity chosen', async () => {
    const list = jest.fn(async () => ({
      items: [
        aRunbookSummary(),
        aRunbookSummary({ id: 'sweep', title: 'Sweep', onNodes: false }),
        aRunbookSummary({
          id: 'reboot',
          title: 'Reboot',
          mayRun: false,
          whyNot: 'It is published to others.',
        }),
      ],
    }));
    await show(<EntityRunbooksCard />, COMPONENT, list);
    expect(
      await screen.findByRole('button', { name: 'Run Restart a service' }),
    ).toHaveAttribute(
      'href',
      '/managed-nodes/runbooks/restart-service/run?relatedTo=component%3Adefault%2Fpayments-api',
    );
    expect(list).toHaveBeenCalledWith(
      { relatedTo: 'component:default/payments-api' },
      expect.anything(),
    );
    expect(screen.getByText('It is published to others.')).toBeVisible();
    expect(screen.queryByText('Sweep')).toBeNull();
  });

  it('is for a node on the page of a node', async () => {
    const list = jest.fn(async () => ({ items: [aRunbookSummary()] }));
    await show(<EntityRunbooksCard />, NODE, list);
    expect(
      await screen.findByRole('button', { name: 'Run Restart a service' }),
    ).toHaveAttribute(
      'href',
      '/managed-nodes/runbooks/restart-service/run?node=mi-1',
    );
    expect(list).toHaveBeenCalledWith({ node: 'mi-1' }, expect.anything());
  });

  it('shows a few of many at first', async () => {
    const items = Array.from({ length: 8 }, (_runbook, index) =>
      aRunbookSummary({ id: `r-${index}`, title: `Runbook ${index}` }),
    );
    await show(<EntityRunbooksCard />, COMPONENT, async () => ({ items }));
    const rows = await screen.findByRole('list', { name: 'Runbooks' });
    expect(within(rows).getAllByRole('listitem')).toHaveLength(5);
    await userEvent.click(screen.getByRole('button', { name: 'Show 3 more' }));
    expect(within(rows).getAllByRole('listitem')).toHaveLength(8);
  });

  it('says so when none fits', async () => {
    await show(<EntityRunbooksCard />, NODE, async () => ({ items: [] }));
    expect(
      await screen.findByText('No runbook is meant for this node.'),
    ).toBeVisible();
  });
});

const Menu = () => (
  <>
    {useRunbooksMenuItems().map(({ title, onClick }) => (
      <button key={title} onClick={onClick}>
        {title}
      </button>
    ))}
  </>
);

describe('the menu of an entity', () => {
  it('leads to the runbooks for it', async () => {
    await show(<Menu />, COMPONENT, async () => ({ items: [] }));
    await userEvent.click(screen.getByText('Run a runbook…'));
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/managed-nodes/runbooks?relatedTo=component%3Adefault%2Fpayments-api',
    );
  });

  it('has nothing for what has no nodes', async () => {
    await show(<Menu />, entity('API', 'payments'), async () => ({
      items: [],
    }));
    expect(screen.queryByText('Run a runbook…')).toBeNull();
    expect(hasRunbooks(NODE)).toBe(true);
    expect(hasRunbooks(entity('System', 'x'))).toBe(true);
    expect(hasRunbooks(entity('Resource', 'x', 'database'))).toBe(false);
  });
});

describe('the page of runbooks for an entity', () => {
  it('hands it on to the form, until that is lifted', async () => {
    const list = jest.fn(async () => ({ items: [aRunbookSummary()] }));
    await renderPiece(<RunbooksPage />, {
      api: { runbooks: someRunbooks({ list }) },
      at: '/?relatedTo=component:default/payments-api',
    });
    expect(
      await screen.findByRole('button', { name: 'Run Restart a service' }),
    ).toHaveAttribute('href', expect.stringMatching(/relatedTo=component/));
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove filter For payments-api' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Run Restart a service' }),
    ).toHaveAttribute('href', '/managed-nodes/runbooks/restart-service/run');
  });
});
