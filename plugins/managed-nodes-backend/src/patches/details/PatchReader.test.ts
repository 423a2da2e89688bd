import { SSMClient } from '@aws-sdk/client-ssm';
import { CallMeter } from '../../aws/CallMeter';
import { observeReportedPatch, PatchReader } from './PatchReader';

describe('observeReportedPatch', () => {
  const patch = {
    Title: 'Security Update',
    KBId: 'KB5031364',
    Classification: 'SecurityUpdates',
    Severity: 'Critical',
    State: 'MISSING' as const,
    InstalledTime: new Date(0),
  };

  it('tells the kind, names CVEs once and in order, and knows no date of what is not in place', () => {
    expect(
      observeReportedPatch({
        ...patch,
        CVEIds: 'CVE-2026-2, cve-2026-1,,CVE-2026-2 "CVE-2026-3"',
      }),
    ).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{40}$/),
      kbId: 'KB5031364',
      title: 'Security Update',
      classification: 'SecurityUpdates',
      severity: 'Critical',
      kind: 'critical',
      cves: ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-3'],
      state: 'MISSING',
      installedAt: null,
    });
  });

  it('takes one name for the other where nothing can be seen of it', () => {
    expect(observeReportedPatch({ ...patch, Title: '\u0000 \u200b' })).toEqual(
      expect.objectContaining({ kbId: 'KB5031364', title: 'KB5031364' }),
    );
    expect(observeReportedPatch({ ...patch, KBId: undefined })).toEqual(
      expect.objectContaining({
        kbId: 'Security Update',
        title: 'Security Update',
      }),
    );
  });

  it.each([
    ['no name', { Title: '', KBId: '\u0007' }],
    ['a state there is not', { State: 'GONE' as never }],
    ['no state', { State: undefined }],
  ])('refuses %s', (_, change) => {
    expect(() => observeReportedPatch({ ...patch, ...change })).toThrow(
      expect.objectContaining({ name: 'MalformedResponse' }),
    );
  });

  it('cuts names, and no character in two', () => {
    const long = `${'x'.repeat(255)}${'🧨'.repeat(5_000)}`;
    const { title, kbId } = observeReportedPatch({
      ...patch,
      Title: long,
      KBId: long,
    });
    expect([title.length, kbId.length]).toEqual([512, 256]);
    expect(`${title}${kbId}`).not.toMatch(/\p{Surrogate}/u);
  });

  it('keeps a hundred CVEs at the most', () => {
    const names = Array.from({ length: 5_000 }, (_, i) => `CVE-2026-${i}`);
    const { cves } = observeReportedPatch({ ...patch, CVEIds: names.join() });
    expect(cves).toHaveLength(100);
  });
});

describe('PatchReader', () => {
  it.each([
    [
      'lacking' as const,
      ['Missing', 'Failed', 'InstalledPendingReboot', 'InstalledRejected'],
    ],
    [
      'lacking-or-available' as const,
      [
        'Missing',
        'Failed',
        'InstalledPendingReboot',
        'InstalledRejected',
        'AvailableSecurityUpdate',
      ],
    ],
    ['all' as const, undefined],
  ])('asks for %s', async (which, states) => {
    const inputs: object[] = [];
    const ssm = new SSMClient({ region: 'eu-central-1' });
    ssm.middlewareStack.add(
      () => async args => {
        inputs.push(args.input);
        return { output: { $metadata: {}, Patches: [] }, response: {} };
      },
      { step: 'initialize' },
    );
    const reader = PatchReader.create({
      ssm,
      meter: CallMeter.create(),
      signal: new AbortController().signal,
    });
    await reader.patchesOf('i-1', which);
    expect(inputs).toEqual([
      {
        InstanceId: 'i-1',
        Filters: states && [{ Key: 'State', Values: states }],
        MaxResults: 100,
      },
    ]);
  });
});
