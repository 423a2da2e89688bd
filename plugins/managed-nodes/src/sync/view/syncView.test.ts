import { readView, SyncView, toggled, writeView } from './syncView';

const FULL: SyncView = {
  filter: {
    q: 'pay <script>&=',
    state: ['failed', 'stale'],
    account: ['111122223333'],
    unit: ['Root / Workloads & more'],
    region: ['eu-central-1', 'us-east-1'],
    source: ['s3'],
  },
  sort: 'throttles',
  order: 'desc',
  page: 3,
};

describe('the address of the list of targets', () => {
  it('carries everything there and back', () => {
    expect(readView(new URLSearchParams(writeView(FULL).toString()))).toEqual(
      FULL,
    );
  });

  it('is empty for the view one starts with', () => {
    expect(writeView(readView(new URLSearchParams())).toString()).toBe('');
  });

  it('leaves out what makes no sense, and keeps the rest', () => {
    const params = new URLSearchParams(
      'state=broken&state=held&state=held&source=ftp&region=&sort=colour&order=up&page=-1&account=1',
    );
    expect(readView(params)).toEqual({
      filter: {
        q: '',
        state: ['held'],
        account: ['1'],
        unit: [],
        region: [],
        source: [],
      },
      sort: 'urgency',
      order: 'asc',
      page: 1,
    });
  });

  it('takes a value in and out', () => {
    const { filter } = FULL;
    expect(toggled(filter, 'state', 'held').state).toEqual([
      'failed',
      'stale',
      'held',
    ]);
    expect(toggled(filter, 'region', 'us-east-1').region).toEqual([
      'eu-central-1',
    ]);
    expect(toggled(filter, 'state', 'nonsense').state).toEqual([
      'failed',
      'stale',
    ]);
  });
});
