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
});
