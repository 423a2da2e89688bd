import { NO_PATCH_REPORT } from '../../nodes/rows';
import { PatchReport } from '../../nodes/types';
import { observeReportedPatch } from './PatchReader';
import { readBatch, UnreadNode } from './readBatch';

const MISSING = observeReportedPatch({
  Title: 'zlib',
  KBId: 'zlib',
  Classification: 'Bugfix',
  Severity: 'Low',
  State: 'MISSING',
  InstalledTime: new Date(0),
});

function unread(
  id: number,
  patch: Partial<PatchReport> = {},
  overrides: Partial<UnreadNode> = {},
): UnreadNode {
  return {
    id,
    node_id: `i-${id}`,
    patch_operation_at: '1000',
    patch_lacking: 1,
    details: JSON.stringify({ patch: { ...NO_PATCH_REPORT, ...patch } }),
    ...overrides,
  };
}

describe('readBatch', () => {
  const patchesOf = jest.fn();
  const read = (nodes: UnreadNode[], signal = new AbortController().signal) =>
    readBatch({ patchesOf }, nodes, signal);

  beforeEach(() => {
    jest.resetAllMocks();
    patchesOf.mockResolvedValue([MISSING]);
  });

  it('tells what nodes lack by which report', async () => {
    const nodes = [unread(1), unread(2, {}, { patch_operation_at: null })];
    expect(await read(nodes)).toEqual({
      reports: [
        { id: 1, reportAt: 1000, lacking: [MISSING] },
        { id: 2, reportAt: null, lacking: [MISSING] },
      ],
      failed: [],
    });
  });

  it('asks for security updates that are not approved only where they count', async () => {
    const counted = { securityNonCompliant: 3, availableSecurityUpdates: 2 };
    await read([
      unread(1),
      unread(2, counted),
      unread(3, counted, { patch_lacking: 3 }),
      unread(4, { ...counted, availableSecurityUpdates: 0 }),
    ]);
    expect(patchesOf.mock.calls).toEqual([
      ['i-1', 'lacking'],
      ['i-2', 'lacking-or-available'],
      ['i-3', 'lacking'],
      ['i-4', 'lacking'],
    ]);
  });

  it('does not take an empty list for a report that counts some', async () => {
    patchesOf.mockResolvedValue([]);
    const none = unread(2, {}, { patch_lacking: 0 });
    const { reports, failed } = await read([unread(1), none]);
    expect(reports).toEqual([{ id: 2, reportAt: 1000, lacking: [] }]);
    expect(failed).toEqual([
      { node: expect.objectContaining({ id: 1 }), error: expect.any(Error) },
    ]);
  });

  it('has four under way, and begins no more once one would fail for all', async () => {
    let most = 0;
    let underWay = 0;
    patchesOf.mockImplementation(async (nodeId: string) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(resolve => setTimeout(resolve, 5));
      underWay -= 1;
      if (nodeId === 'i-9') {
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      }
      if (nodeId === 'i-2') {
        throw Object.assign(new Error('no'), { name: 'InvalidInstanceId' });
      }
      return [MISSING];
    });
    const nodes = Array.from({ length: 40 }, (_, index) => unread(index + 1));
    const { reports, failed } = await read(nodes);
    expect(most).toBe(4);
    expect(failed.map(({ node }) => node.id)).toEqual([2, 9]);
    expect(reports.length).toBeLessThanOrEqual(11);
    expect(patchesOf.mock.calls.length).toBeLessThanOrEqual(12);
  });

  it('blames no node when it is told to end', async () => {
    const stopping = new AbortController();
    patchesOf.mockImplementation(async (nodeId: string) => {
      if (nodeId === 'i-2') {
        stopping.abort();
        throw new Error('Request aborted');
      }
      return [MISSING];
    });
    const nodes = [1, 2, 3, 4, 5, 6].map(id => unread(id));
    const { reports, failed } = await read(nodes, stopping.signal);
    expect(failed).toEqual([]);
    expect(reports.length).toBeLessThan(6);
  });
});
