import {
  MissingView,
  readMissingView,
  toggledCondition,
  writeMissingView,
} from './missingView';

const FULL: MissingView = {
  conditions: {
    text: 'openssl <script>&=',
    kind: ['critical', 'security'],
    severity: ['Important'],
    cve: ['CVE-2026-1001'],
    state: ['FAILED'],
  },
  sort: 'due',
  order: 'asc',
  cursor: 'opaque==',
};

describe('the address of the table of missing patches', () => {
  it('carries everything there and back, and leaves alone what is not its own', () => {
    const written = writeMissingView(
      new URLSearchParams('owner=group:x/y&text=old&sort=nodes'),
      FULL,
    );
    expect(readMissingView(new URLSearchParams(written.toString()))).toEqual(
      FULL,
    );
    expect(written.getAll('owner')).toEqual(['group:x/y']);
    expect(written.getAll('text')).toEqual(['openssl <script>&=']);
  });

  it('is empty for the view one starts with', () => {
    const none = new URLSearchParams();
    expect(writeMissingView(none, readMissingView(none)).toString()).toBe('');
  });

  it('leaves out what the API would refuse', () => {
    expect(
      readMissingView(
        new URLSearchParams('kind=awful&state=LOST&sort=colour&cve=CVE-1'),
      ),
    ).toEqual({
      conditions: { cve: ['CVE-1'] },
      sort: 'kind',
      order: 'desc',
      cursor: undefined,
    });
  });
});

describe('toggledCondition', () => {
  it('chooses one more or one less', () => {
    const one = toggledCondition({}, 'kind', 'critical');
    expect(one.kind).toEqual(['critical']);
    const two = toggledCondition(one, 'kind', 'other');
    expect(two.kind).toEqual(['critical', 'other']);
    expect(toggledCondition(one, 'kind', 'critical').kind).toBeUndefined();
  });
});
