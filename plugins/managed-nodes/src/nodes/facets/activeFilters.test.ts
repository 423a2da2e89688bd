import { activeFilters } from './activeFilters';

describe('activeFilters', () => {
  it('says each condition in words, and how to lift it alone', () => {
    const filters = activeFilters(
      {
        environment: ['azure', 'vmware'],
        account: ['111122223333'],
        tag: ['Stage=prod'],
        unclaimed: true,
        agentOutdated: false,
        relatedTo: 'component:default/payments-api',
        q: 'has its own field',
      },
      new Map([['111122223333', 'commerce-prod']]),
    );
    expect(filters.map(({ label, lift }) => [label, lift])).toEqual([
      ['Unclaimed', { unclaimed: undefined }],
      ['Agent up to date', { agentOutdated: undefined }],
      ['Belongs to: payments-api', { relatedTo: undefined }],
      ['Environment: Azure', { environment: ['vmware'] }],
      ['Environment: VMware', { environment: ['azure'] }],
      ['Account: commerce-prod', { account: undefined }],
      ['Tag: Stage=prod', { tag: undefined }],
    ]);
  });

  it('says patches by their names where they are known', () => {
    const filters = activeFilters(
      {
        patchStanding: ['overdue'],
        patchReason: ['pending-reboot'],
        patchAge: ['older'],
        patch: ['4f1', '9c2'],
        patchName: ['openssl.x86_64'],
      },
      new Map(),
      new Map([['4f1', 'KB5031364']]),
    );
    expect(filters.map(({ label }) => label)).toEqual([
      'Patch policy: Overdue',
      'Patches: Waiting for a reboot',
      'Patch report: More than 30 days old',
      'Lacks: KB5031364',
      'Lacks: a certain patch',
      'Lacks: openssl.x86_64',
    ]);
    expect(filters[3].lift).toEqual({ patch: ['9c2'] });
  });
});
