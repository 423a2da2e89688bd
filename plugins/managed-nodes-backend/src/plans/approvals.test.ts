import { readEffectivePatches } from './approvals';

const APPROVAL = new Date('2026-12-01T00:00:00Z');
const RELEASE = new Date('2026-11-24T00:00:00Z');

function effective(patch: object, status: object = {}) {
  return {
    Patch: { ReleaseDate: RELEASE, ...patch },
    PatchStatus: {
      DeploymentStatus: 'PENDING_APPROVAL',
      ApprovalDate: APPROVAL,
      ...status,
    },
  };
}

const WINDOWS = {
  Id: '6a1b',
  KbNumber: 'KB5070001',
  Title: '2026-11 Cumulative Update for Windows Server 2022 (KB5070001)',
  Classification: 'SecurityUpdates',
  MsrcSeverity: 'Critical',
  CVEIds: ['CVE-2026-1', 'CVE-2026-2'],
};

describe('readEffectivePatches', () => {
  it('keeps what is waiting for its day', () => {
    const { pending, released } = readEffectivePatches('pb-1', [
      effective(WINDOWS),
      effective(
        { ...WINDOWS, KbNumber: 'KB2' },
        { DeploymentStatus: 'APPROVED' },
      ),
      effective({ ...WINDOWS, KbNumber: 'KB3' }, { ApprovalDate: undefined }),
    ]);
    expect(pending).toEqual([
      {
        baselineId: 'pb-1',
        kbId: 'KB5070001',
        title: WINDOWS.Title,
        kind: 'critical',
        severity: 'Critical',
        cves: ['CVE-2026-1', 'CVE-2026-2'],
        releasedAt: RELEASE.getTime(),
        approvedAt: APPROVAL.getTime(),
      },
    ]);
    expect(released.map(({ kbId }) => kbId)).toEqual([
      'KB5070001',
      'KB2',
      'KB3',
    ]);
  });

  it('names packages of Linux as the reports of nodes do', () => {
    const { released } = readEffectivePatches('pb-1', [
      effective({
        Id: 'x',
        Name: 'openssl',
        Arch: 'x86_64',
        Epoch: 1,
        Version: '3.0.7',
        Release: '28.el9',
      }),
      effective({ Id: 'only-an-id' }),
    ]);
    expect(released).toEqual([
      {
        kbId: 'openssl.x86_64',
        title: 'openssl.x86_64:1:3.0.7-28.el9',
        releasedAt: RELEASE.getTime(),
      },
      {
        kbId: 'only-an-id',
        title: 'only-an-id',
        releasedAt: RELEASE.getTime(),
      },
    ]);
  });

  it('reads answers that are not what AWS promises', () => {
    expect(readEffectivePatches('pb-1', 'none')).toEqual({
      pending: [],
      released: [],
    });
    const { pending } = readEffectivePatches('pb-1', [
      null,
      { Patch: 7 },
      effective({}),
      effective({
        ...WINDOWS,
        Title: `\u202e${'x'.repeat(9_999)}`,
        CVEIds: Array.from({ length: 900 }, (_, index) => `CVE-${index}`),
        ReleaseDate: 'some day',
      }),
    ]);
    expect(pending).toHaveLength(1);
    expect(pending[0].title).toBe('x'.repeat(512));
    expect(pending[0].cves).toHaveLength(100);
    expect(pending[0].releasedAt).toBeNull();
  });
});
