import { EntityProvider } from '@backstage/plugin-catalog-react';
import { ManagedNodesApi } from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { metricsApi, someMetrics } from '../__testUtils__/metrics';
import { aNode } from '../__testUtils__/nodes';
import { renderPiece } from '../__testUtils__/render';
import { responseError } from '../__testUtils__/responses';
import { EntityMetricsContent } from '../entity/EntityMetricsContent';
import { NodeMetricsView } from './NodeMetricsView';

// Charts watch their size, which is nothing here.
beforeAll(() => {
  window.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});

const open = (
  part: Partial<ManagedNodesApi['metrics']> = {},
  change: Parameters<typeof aNode>[0] = {},
  at = '/',
) =>
  renderPiece(<NodeMetricsView node={aNode(change)} />, {
    api: { metrics: metricsApi(part) },
    at,
  });

const nothing = (found: number | null, skipped: string | null) =>
  someMetrics({
    series: [],
    lookups: [
      {
        namespace: 'CWAgent',
        dimension: 'host',
        value: '<i>web-1</i>',
        found,
        skipped,
      },
    ],
  });

describe('the metrics of a node', () => {
  it('say what each chart shows, with its unit', async () => {
    await open();
    const cpu = await screen.findByRole('region', { name: 'CPU' });
    expect(cpu).toHaveTextContent('30 % now, 10 % to 30 %');
    expect(
      screen.getByRole('region', { name: 'Network in' }),
    ).toHaveTextContent('2.5 MB/s now, 0 B/s to 2.5 MB/s');
    expect(screen.getByRole('region', { name: 'Disks used' })).toBeVisible();
  });

  it('ask for the time that the address says, and for another when told so', async () => {
    const ofNode = jest.fn(async () => someMetrics());
    await open({ ofNode }, {}, '/?range=7d&compare=true');
    await screen.findByRole('region', { name: 'CPU' });
    expect(ofNode).toHaveBeenCalledWith(
      'mi-0123456789abcdef0',
      { range: '7d', compare: true },
      expect.anything(),
    );
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: /The last/ }));
    await user.click(screen.getByRole('option', { name: '1 hour' }));
    await user.click(screen.getByRole('checkbox', { name: 'With last week' }));
    expect(screen.getByLabelText('address')).toHaveTextContent('/?range=1h');
    expect(ofNode).toHaveBeenLastCalledWith(
      'mi-0123456789abcdef0',
      { range: '1h', compare: undefined },
      expect.anything(),
    );
  });

  it.each([
    [0, null, 'None in two weeks for host = <i>web-1</i> in CWAgent.'],
    [
      null,
      'others have it, too',
      /Not looked for host = .*: others have it, too/,
    ],
  ])('say where they were looked for', async (found, skipped, words) => {
    await open(
      { ofNode: async () => nothing(found, skipped) },
      { monitoring: 'silent' },
    );
    expect(await screen.findByText(words)).toBeVisible();
    expect(
      screen.getByText(
        /No CloudWatch agent of this machine .* It did before\./,
      ),
    ).toBeVisible();
    expect(screen.getByText('Fell silent')).toBeVisible();
  });

  it('name the right that lacks, beside what could be read', async () => {
    await open({
      ofNode: async () =>
        someMetrics({
          problems: [
            {
              account: '111122223333',
              region: 'eu-central-1',
              message: 'no',
              missingIamAction: 'cloudwatch:ListMetrics',
            },
          ],
        }),
    });
    expect(
      await screen.findByText(/the portal’s role lacks cloudwatch:ListMetrics/),
    ).toBeVisible();
    expect(screen.getByRole('region', { name: 'CPU' })).toBeVisible();
  });

  it('say what went wrong, and can be asked for again', async () => {
    const ofNode = jest
      .fn()
      .mockRejectedValueOnce(await responseError(400, 'InputError', 'wrong'))
      .mockResolvedValue(someMetrics());
    // What another test was told is remembered.
    await open({ ofNode }, { name: 'mi-refused' });
    await userEvent.click(
      await screen.findByRole('button', { name: /try again|retry/i }),
    );
    expect(await screen.findByRole('region', { name: 'CPU' })).toBeVisible();
  });

  it('tell of alarms, and what they did before', async () => {
    await open();
    const table = await screen.findByRole('table', { name: 'Alarms' });
    expect(within(table).getByText('Ringing')).toBeVisible();
    expect(
      within(table).getByText('Average of CPUUtilization > 80 for 15 minutes'),
    ).toBeVisible();
    await userEvent.click(
      within(table).getByRole('button', { name: 'History' }),
    );
    expect(await within(table).findByText(/OK to ALARM/)).toBeVisible();
  });
});

describe('the metrics of an application', () => {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'payments-api', namespace: 'default' },
  };

  it('show bands, the busiest as text, and the way to those unmonitored', async () => {
    const api = metricsApi();
    const ofNodes = jest.spyOn(api, 'ofNodes');
    await renderPiece(
      <EntityProvider entity={entity}>
        <EntityMetricsContent />
      </EntityProvider>,
      { api: { metrics: api } },
    );
    expect(
      await screen.findByRole('region', { name: 'CPU of 11 nodes' }),
    ).toHaveTextContent('30 % now, 20 % to 30 %');
    expect(screen.getByText(/12 of 20 nodes asked for/)).toBeVisible();
    expect(screen.getByRole('link', { name: '<b>busy</b>' })).toBeVisible();
    expect(screen.getByRole('cell', { name: '88.3 %' })).toBeVisible();
    expect(screen.getByRole('link', { name: '8 not' })).toHaveAttribute(
      'href',
      expect.stringContaining('monitoring=unmonitored&monitoring=silent'),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Memory' }));
    expect(ofNodes).toHaveBeenLastCalledWith(
      expect.objectContaining({
        kind: 'memory',
        relatedTo: 'component:default/payments-api',
      }),
      expect.anything(),
    );
  });
});
