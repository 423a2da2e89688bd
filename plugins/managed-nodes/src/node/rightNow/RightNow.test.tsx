import { configApiRef } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import {
  ManagedNode,
  NodeCounters,
} from '@managed-nodes/plugin-managed-nodes-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aNode } from '../../__testUtils__/nodes';
import { renderPiece } from '../../__testUtils__/render';
import { responseError } from '../../__testUtils__/responses';
import { RightNow } from './RightNow';

const GIB = 1024 ** 3;
const PERMISSION = 'managed-nodes.counters.read';

function someCounters(change: Partial<NodeCounters> = {}): NodeCounters {
  return {
    cpuPercent: 37.4,
    cores: 4,
    load: { one: 0.52, five: 0.41, fifteen: 0.333 },
    memory: { totalBytes: 16 * GIB, usedBytes: 6.2 * GIB },
    disks: [
      { mount: '/', totalBytes: 30 * GIB, usedBytes: 15 * GIB },
      { mount: '/data', totalBytes: 100 * GIB, usedBytes: 97 * GIB },
    ],
    network: [
      {
        name: 'eth0',
        receivedBytesPerSecond: 3_440_000,
        sentBytesPerSecond: 12_000,
      },
    ],
    uptimeSeconds: 23 * 86_400 + 4 * 3600,
    takenAt: new Date().toISOString(),
    ...change,
  };
}

async function renderRightNow(
  readCounters: jest.Mock,
  options: { node?: Partial<ManagedNode>; allowed?: boolean } = {},
) {
  const result = await renderPiece(
    <RightNow node={aNode({ status: 'online', ...options.node })} />,
    {
      api: { readCounters },
      permissions: options.allowed === false ? [] : [PERMISSION],
    },
  );
  return result;
}

const button = () => screen.findByRole('button', { name: 'Read now' });
/** The button once it is known that it may be used. */
const usable = async () => {
  await screen.findByRole('checkbox', { name: 'Every 15 seconds' });
  return button();
};

async function tooMany(seconds: number): Promise<ResponseError> {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name: 'TooManyRunsError', message: 'Too many' },
        response: { statusCode: 429 },
      }),
      {
        status: 429,
        headers: {
          'content-type': 'application/json',
          'retry-after': String(seconds),
        },
      },
    ),
  );
}

describe('RightNow', () => {
  it('asks the node when somebody wants to know, and not before', async () => {
    const user = userEvent.setup();
    let answer: (counters: NodeCounters) => void = () => {};
    const readCounters = jest.fn(
      () =>
        new Promise<NodeCounters>(resolve => {
          answer = resolve;
        }),
    );
    await renderRightNow(readCounters);
    const readNow = await usable();
    expect(readCounters).not.toHaveBeenCalled();
    await user.click(readNow);
    expect(readCounters).toHaveBeenCalledWith('mi-0123456789abcdef0', {
      signal: expect.any(AbortSignal),
    });
    const panel = screen.getByRole('region', { name: 'Right now' });
    expect(within(panel).getByRole('status')).toHaveTextContent(
      'Usually about 3 seconds',
    );
    expect(readNow).toBeDisabled();
    await act(async () => answer(someCounters()));

    expect(await within(panel).findByText(/^\d seconds? ago$/)).toHaveAttribute(
      'title',
      expect.stringMatching(/\d{4}, \d\d:\d\d:\d\d/),
    );
    const meters = within(panel)
      .getAllByRole('meter')
      .map(meter => [
        meter.getAttribute('aria-label'),
        meter.getAttribute('aria-valuenow'),
      ]);
    expect(meters).toEqual([
      ['Processors', '37'],
      ['Memory', '39'],
      ['Disk /', '50'],
      ['Disk /data', '97'],
    ]);
    expect(panel).toHaveTextContent('6.2 GiB of 16 GiB · 39 %');
    expect(panel).toHaveTextContent('97 %, nearly full');
    expect(panel).toHaveTextContent('0.52, 0.41, 0.33 over 1, 5 and 15 min');
    expect(panel).toHaveTextContent('23 days 4 h');
    expect(
      within(panel).getByRole('row', { name: 'eth0 3.4 MB/s 12 kB/s' }),
    ).toBeVisible();
    expect(readNow).toBeEnabled();
  });

  it('shows what machines call their parts as text, and no load on Windows', async () => {
    const user = userEvent.setup();
    const mount = '<img src=x onerror=alert(1)>';
    const { container } = await renderRightNow(
      jest.fn(async () =>
        someCounters({
          load: null,
          // Twice of one name, as a machine may say anything.
          disks: Array(2).fill({ mount, totalBytes: 0, usedBytes: 0 }),
          network: [],
        }),
      ),
      { node: { platformType: 'Windows' } },
    );
    await user.click(await usable());
    expect(await screen.findAllByText(`Disk ${mount}`)).toHaveLength(2);
    expect(container.querySelector('img')).toBeNull();
    expect(screen.getByText('Windows has none')).toBeVisible();
    expect(screen.queryByText('Network')).not.toBeInTheDocument();
  });

  it('gives up when somebody leaves', async () => {
    const user = userEvent.setup();
    const signals: AbortSignal[] = [];
    const readCounters = jest.fn((_, { signal }) => {
      signals.push(signal);
      return new Promise(() => {});
    });
    const { unmount } = await renderRightNow(readCounters);
    await user.click(await usable());
    expect(signals[0].aborted).toBe(false);
    unmount();
    expect(signals[0].aborted).toBe(true);
  });

  it.each([
    [{ status: 'stopped' as const }, /instance is stopped/],
    [{ status: 'connection-lost' as const }, /agent does not answer/],
    [{ platformType: 'MacOS' as const }, /Only Linux and Windows/],
  ])('says why a node cannot be asked: %j', async (node, words) => {
    const user = userEvent.setup();
    const readCounters = jest.fn();
    await renderRightNow(readCounters, { node });
    expect(await screen.findByText(words)).toBeVisible();
    const readNow = await button();
    expect(readNow).toHaveAttribute('aria-disabled', 'true');
    await user.click(readNow);
    expect(readCounters).not.toHaveBeenCalled();
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  });

  it('says to those who may not what it takes', async () => {
    const user = userEvent.setup();
    const readCounters = jest.fn();
    await renderRightNow(readCounters, { allowed: false });
    const readNow = await button();
    expect(readNow).toHaveAttribute('aria-disabled', 'true');
    await user.hover(readNow);
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      `It takes the permission ${PERMISSION}`,
    );
    await user.click(readNow);
    expect(readCounters).not.toHaveBeenCalled();
  });

  it.each([
    [409, 'ConflictError', 'Account 1 does not have the Command document X'],
    [403, 'NotAllowedError', 'Counters are not read from the portal'],
    [503, 'ServiceUnavailableError', 'AWS did not take the command'],
  ])('says why it was not read: %d', async (status, name, message) => {
    const user = userEvent.setup();
    const error = await responseError(status, name, message);
    const readCounters = jest.fn().mockRejectedValueOnce(error);
    await renderRightNow(readCounters);
    await user.click(await usable());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      `It was not read: ${message}.`,
    );
    readCounters.mockResolvedValueOnce(someCounters());
    await user.click(await button());
    expect(await screen.findAllByRole('meter')).toHaveLength(4);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('offers to try again, with a reference, when the portal fails', async () => {
    const user = userEvent.setup();
    const error = await responseError(500, 'Error', 'secret');
    await renderRightNow(jest.fn().mockRejectedValue(error));
    await user.click(await usable());
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The managed-nodes backend failed');
    expect(alert).not.toHaveTextContent('secret');
    expect(
      within(alert).getByRole('button', { name: 'Try again' }),
    ).toBeVisible();
  });

  it('keeps what was read while it is read anew, and when that fails', async () => {
    const user = userEvent.setup();
    const readCounters = jest.fn().mockResolvedValueOnce(someCounters());
    await renderRightNow(readCounters);
    await user.click(await usable());
    await screen.findAllByRole('meter');
    readCounters.mockRejectedValueOnce(
      await responseError(409, 'ConflictError', 'The node did not answer'),
    );
    await user.click(await button());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The node did not answer',
    );
    expect(screen.getAllByRole('meter')).toHaveLength(4);
  });

  it('is not there for a node that left, or where it is off', async () => {
    await renderRightNow(jest.fn(), { node: { status: 'left' } });
    expect(screen.queryByText('Right now')).not.toBeInTheDocument();
    const data = { managedNodes: { rightNow: { enabled: false } } };
    await renderPiece(
      <TestApiProvider apis={[[configApiRef, mockApis.config({ data })]]}>
        <RightNow node={aNode({ status: 'online' })} />
      </TestApiProvider>,
      { api: {}, permissions: [PERMISSION] },
    );
    expect(screen.queryByText('Right now')).not.toBeInTheDocument();
  });

  describe('as time goes by', () => {
    let user: ReturnType<typeof userEvent.setup>;
    const visible = jest.spyOn(document, 'visibilityState', 'get');
    const pass = (seconds: number) =>
      act(() => jest.advanceTimersByTimeAsync(seconds * 1000));
    const toggle = async () =>
      user.click(
        await screen.findByRole('checkbox', { name: 'Every 15 seconds' }),
      );

    beforeEach(() => {
      jest.useFakeTimers({ advanceTimers: true });
      user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
      visible.mockReturnValue('visible');
    });
    afterEach(() => jest.useRealTimers());

    it('says how old it is', async () => {
      await renderRightNow(jest.fn(async () => someCounters()));
      await user.click(await usable());
      await screen.findAllByRole('meter');
      await pass(12);
      expect(screen.getByText(/^1[1-4] seconds ago$/)).toBeVisible();
      await pass(60);
      expect(screen.getByText('1 min ago')).toBeVisible();
    });

    it('reads every 15 seconds while the page is seen, for 5 minutes', async () => {
      const readCounters = jest.fn(async () => someCounters());
      await renderRightNow(readCounters);
      await toggle();
      await pass(1);
      expect(readCounters).toHaveBeenCalledTimes(1);
      await pass(31);
      expect(readCounters).toHaveBeenCalledTimes(3);
      visible.mockReturnValue('hidden');
      await pass(60);
      expect(readCounters).toHaveBeenCalledTimes(3);
      visible.mockReturnValue('visible');
      await act(async () => {
        document.dispatchEvent(new Event('visibilitychange'));
      });
      expect(readCounters).toHaveBeenCalledTimes(4);
      await pass(230);
      const calls = readCounters.mock.calls.length;
      expect(calls).toBeLessThanOrEqual(20);
      expect(screen.getByText(/ends after 5 minutes/)).toBeVisible();
      expect(screen.getByRole('checkbox')).not.toBeChecked();
      await pass(60);
      expect(readCounters).toHaveBeenCalledTimes(calls);
    });

    it('stops reading when that fails', async () => {
      const error = await responseError(409, 'ConflictError', 'Too late');
      const readCounters = jest.fn().mockRejectedValue(error);
      await renderRightNow(readCounters);
      await toggle();
      await pass(1);
      expect(screen.getByRole('alert')).toHaveTextContent('Too late');
      expect(screen.getByRole('checkbox')).not.toBeChecked();
      await pass(60);
      expect(readCounters).toHaveBeenCalledTimes(1);
    });

    it('says when one may read again who did so too often', async () => {
      const readCounters = jest.fn().mockRejectedValueOnce(await tooMany(40));
      await renderRightNow(readCounters);
      await user.click(await usable());
      expect(await screen.findByRole('alert')).toHaveTextContent(
        /30 times in 10 minutes. You may again in (40|39) seconds./,
      );
      expect(await button()).toBeDisabled();
      await pass(30);
      expect(screen.getByRole('alert')).toHaveTextContent(
        /You may again in ([789]|1[01]) seconds./,
      );
      await pass(15);
      expect(screen.getByRole('alert')).toHaveTextContent('again now');
      readCounters.mockResolvedValueOnce(someCounters());
      await user.click(await button());
      expect(await screen.findAllByRole('meter')).toHaveLength(4);
    });
  });
});
