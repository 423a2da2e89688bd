import { NodesView, readView, writeView } from './nodesView';

const FULL: NodesView = {
  filter: {
    q: 'pay <script>&=',
    owner: ['group:default/payments-team', 'user:default/priya'],
    application: ['system:default/payments'],
    environment: ['azure', 'vmware'],
    platform: ['Red Hat Enterprise Linux'],
    platformVersion: ['9.4'],
    account: ['111122223333'],
    region: ['eu-central-1'],
    status: ['online', 'left'],
    patchBucket: ['critical'],
    patchStanding: ['overdue', 'due'],
    patchReason: ['failed'],
    patchAge: ['older'],
    patch: ['4f1'],
    patchName: ['KB5031364'],
    resourceType: ['hybrid'],
    tag: ['Stage=prod', 'a=b=c&d'],
    unclaimed: true,
    agentOutdated: false,
    relatedTo: 'component:default/payments-api',
  },
  sort: 'lastPing',
  order: 'desc',
  cursor: 'opaque==',
  columns: ['title', 'ipAddress'],
  density: 'compact',
};

describe('the address of the Nodes table', () => {
  it('carries everything there and back', () => {
    expect(readView(new URLSearchParams(writeView(FULL).toString()))).toEqual(
      FULL,
    );
  });

  it('is empty for the view one starts with', () => {
    expect(writeView(readView(new URLSearchParams())).toString()).toBe('');
  });

  it('uses the names of the API', () => {
    const params = new URLSearchParams('status=online&patchBucket=critical');
    expect(readView(params).filter).toEqual({
      status: ['online'],
      patchBucket: ['critical'],
    });
  });

  it('leaves out what the API would refuse, and keeps the rest', () => {
    const params = new URLSearchParams(
      `environment=mars&region=eu-central-1&sort=colour&order=up&columns=x,owner&density=airy&q=${'x'.repeat(
        300,
      )}`,
    );
    expect(readView(params)).toEqual({
      filter: { region: ['eu-central-1'] },
      sort: 'title',
      order: 'asc',
      cursor: undefined,
      columns: ['owner'],
      density: undefined,
    });
  });
});
