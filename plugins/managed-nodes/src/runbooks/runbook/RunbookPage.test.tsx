import {
  DocumentStep,
  Runbook,
} from '@managed-nodes/plugin-managed-nodes-common';
import { screen, within } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { aRunbook, someRunbooks } from '../../__testUtils__/runbooks';
import { RunbookPage } from './RunbookPage';

const open = (get: () => Promise<Runbook>) =>
  renderPiece(
    <Routes>
      <Route path="/runbooks/:id" element={<RunbookPage />} />
    </Routes>,
    {
      api: { runbooks: someRunbooks({ get }) },
      at: '/runbooks/restart-service',
    },
  );

const aStep = (part: Partial<DocumentStep>): DocumentStep => ({
  name: 'step',
  action: 'aws:sleep',
  description: null,
  risk: 'reads',
  next: [],
  isEnd: false,
  onFailure: null,
  steps: [],
  ...part,
});

describe('the page of a runbook', () => {
  it('says what it does, who may run it, and what exactly is run', async () => {
    await open(async () =>
      aRunbook({
        description: 'Restarts a **service**.\n\n<script>alert(1)</script>',
        audience: 'the owners of each node; group:default/payments-team',
        approval: 'sometimes',
        approvalWords: 'on more than 5 nodes',
        approvers: ['group:default/platform-team', 'the platform team'],
        fixed: [{ name: 'ServiceName', value: 'nginx' }],
        form: [],
        content: {
          ...aRunbook().content,
          parameters: aRunbook().form,
        },
        freezes: [
          {
            name: 'Year end',
            from: '2026-12-20T00:00:00Z',
            to: '2027-01-07T00:00:00Z',
          },
        ],
      }),
    );
    expect(
      await screen.findByRole('heading', { name: 'Restart a service' }),
    ).toBeVisible();
    expect(screen.getByText('service', { selector: 'strong' })).toBeVisible();
    expect(document.querySelector('script')).toBeNull();
    expect(screen.getByText(/^The owners of each node;/)).toBeVisible();
    expect(screen.getByText('payments-team')).toBeVisible();
    expect(
      screen.getByText('Somebody else has to approve it on more than 5 nodes.'),
    ).toBeVisible();
    expect(screen.getByText('platform-team')).toBeVisible();
    expect(screen.getByText('the platform team')).toBeVisible();
    expect(screen.getByText(/^Year end: /)).toBeVisible();
    expect(screen.getByText('Company-RestartService')).toBeVisible();
    expect(screen.getByText('Run Command, version 3')).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Copy hash of the document' }),
    ).toBeVisible();
    expect(screen.getByText('always nginx')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Runs of it' })).toHaveAttribute(
      'href',
      '/managed-nodes/runs?runbook=restart-service',
    );
    expect(
      screen.getByRole('button', { name: 'Run Restart a service' }),
    ).toHaveAttribute('href', '/managed-nodes/runbooks/restart-service/run');
  });

  it('draws steps with branches and loops, each way a link', async () => {
    await open(async () =>
      aRunbook({
        content: {
          ...aRunbook().content,
          steps: [
            aStep({
              name: 'platform',
              action: 'aws:branch',
              next: [
                { step: 'linux', when: `Platform is 'Linux'` },
                { step: 'each', when: 'otherwise' },
              ],
            }),
            aStep({
              name: 'linux',
              risk: 'runs-code',
              isEnd: true,
              onFailure: 'Abort',
              description: '<b>bold</b>',
            }),
            aStep({
              name: 'each',
              action: 'aws:loop',
              steps: [aStep({ name: 'inner', description: 'One of them' })],
            }),
          ],
        },
      }),
    );
    const steps = await screen.findByRole('list', { name: 'Steps' });
    expect(within(steps).getByText(/If Platform is 'Linux'/)).toBeVisible();
    const link = within(steps).getByRole('link', { name: 'linux' });
    const target = link.getAttribute('href')!.slice(1);
    expect(document.getElementById(target)).toHaveTextContent('<b>bold</b>');
    expect(within(steps).getByText(/^Otherwise/)).toBeVisible();
    expect(within(steps).getByText('Then the run ends.')).toBeVisible();
    expect(within(steps).getByText('If it fails, the run ends.')).toBeVisible();
    const loop = within(steps).getByRole('list', {
      name: 'Steps of the loop each',
    });
    expect(within(loop).getByText('One of them')).toBeVisible();
  });

  it('says why one may not run it', async () => {
    await open(async () =>
      aRunbook({ mayRun: false, whyNot: 'It is published to others.' }),
    );
    expect(await screen.findByText('It is published to others.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Run…' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
  });

  it('says so when there is none', async () => {
    const error = await responseError(404, 'NotFoundError', 'no such runbook');
    await open(async () => {
      throw error;
    });
    expect(await screen.findByText('There is no such runbook')).toBeVisible();
  });

  it('says what is wrong with its publication to those who are told', async () => {
    const error = await responseError(
      403,
      'NotAllowedError',
      'managedNodes.runbooks[2].document: there is no such document',
    );
    await open(async () => {
      throw error;
    });
    expect(
      await screen.findByText(
        'managedNodes.runbooks[2].document: there is no such document',
      ),
    ).toBeVisible();
    expect(screen.queryByText('You may not see this')).toBeNull();
  });
});
