import { aPublication, MINIMAL } from './__testUtils__/publication';
import { publicationSchema, publicationsSchema } from './publicationSchema';

const HOUR = 3_600_000;

describe('publicationSchema', () => {
  it('is careful by default', () => {
    expect(aPublication()).toEqual({
      ...MINIMAL,
      document: { name: 'My-RestartService', version: '$DEFAULT' },
      description: '',
      category: 'General',
      who: { owners: true, groups: [], users: [] },
      nodes: [],
      parameters: {},
      places: [],
      maxNodes: 50,
      maxConcurrency: '10',
      maxErrors: '0',
      freezes: [],
    });
  });

  it('reads all there is', () => {
    const publication = aPublication({
      document: {
        name: 'arn:aws:ssm:eu-central-1:999900001111:document/Restart',
        version: 3,
        owner: '999900001111',
      },
      icon: 'kind:component',
      docsUrl: '/docs/default/component/runbooks',
      who: { groups: ['group:team-a'], users: ['user:default/sara'] },
      nodes: [{ environment: 'on-premises', namePattern: '^web-' }],
      platforms: ['Linux'],
      applications: 'component:default/shop',
      parameters: {
        Service: { allowed: ['nginx', 'redis'], default: 'nginx' },
        Mode: { fixed: 'safe', hidden: true },
        Flags: { unsafe: true, title: 'Flags', description: 'More' },
      },
      nodesParameter: 'InstanceId',
      maxNodes: 5,
      maxConcurrency: 2,
      maxErrors: '10%',
      approval: {
        overNodes: 3,
        match: [{ environment: 'on-premises' }],
        approvers: { groups: ['group:default/platform'] },
        expiresAfter: '4h',
      },
      freezes: [
        {
          name: 'Year end',
          from: '2026-12-20T00:00:00Z',
          to: '2027-01-04T00:00:00Z',
          match: { environment: 'on-premises' },
        },
      ],
      results: { table: 'log-files', nodeColumn: 'NodeId', columns: ['State'] },
    });
    expect(publication).toMatchObject({
      document: { version: '3' },
      who: {
        owners: false,
        groups: ['group:default/team-a'],
        users: ['user:default/sara'],
      },
      nodes: [{ environment: ['on-premises'], namePattern: /^web-/u }],
      applications: ['component:default/shop'],
      parameters: { Service: { hidden: false, unsafe: false } },
      maxConcurrency: '2',
      approval: { always: false, overNodes: 3, expiresAfter: 4 * HOUR },
      freezes: [{ from: Date.UTC(2026, 11, 20), to: Date.UTC(2027, 0, 4) }],
    });
  });

  it.each([
    [{ id: 'Restart Service' }, 'id', 'the id of a runbook'],
    [{ title: '' }, 'title', ''],
    [{ other: 1 }, '', 'other'],
    [{ document: { name: 'a b' } }, 'document.name', 'name of a document'],
    [
      { document: { name: 'Doc', version: '$LATEST' } },
      'document.version',
      `'$DEFAULT'`,
    ],
    [{ document: { name: 'Doc', version: 0 } }, 'document.version', ''],
    [
      { document: { name: 'Doc', owner: 111122223333 } },
      'document.owner',
      'expected string',
    ],
    [{ docsUrl: 'data:text/html,<script>' }, 'docsUrl', 'https://'],
    [{ docsUrl: '//evil.example' }, 'docsUrl', 'https://'],
    [{ docsUrl: '/\\evil.example' }, 'docsUrl', 'https://'],
    [{ icon: '<svg>' }, 'icon', 'name of an icon'],
    [{ who: {} }, 'who', 'nobody could run it'],
    [{ who: { groups: ['team-a'] } }, 'who.groups.0', 'entity ref'],
    [{ nodes: [{ enviroment: 'x' }] }, 'nodes.0', 'enviroment'],
    [{ nodes: [{ namePattern: '(' }] }, 'nodes.0.namePattern', 'regular'],
    [{ platforms: ['BeOS'] }, 'platforms.0', ''],
    [{ parameters: { 'a b': {} } }, 'parameters.a b', ''],
    [
      { parameters: { A: { fixed: 'a', default: 'b' } } },
      'parameters.A',
      'a fixed value is never asked for',
    ],
    [{ parameters: { A: { allowed: [] } } }, 'parameters.A.allowed', ''],
    [{ parameters: { A: { fixed: 1.5 } } }, 'parameters.A.fixed', ''],
    [{ maxNodes: 0 }, 'maxNodes', ''],
    [{ maxConcurrency: 0 }, 'maxConcurrency', 'a number or a percentage'],
    [{ maxErrors: '101%' }, 'maxErrors', 'a number or a percentage'],
    [
      { approval: { always: true, approvers: {} } },
      'approval.approvers',
      'nobody could approve',
    ],
    [
      { approval: { approvers: { groups: ['group:default/a'] } } },
      'approval',
      'nothing would need an approval',
    ],
    [
      {
        approval: {
          always: true,
          approvers: { groups: ['group:default/a'] },
          expiresAfter: 'soon',
        },
      },
      'approval.expiresAfter',
      'expected a duration',
    ],
    [
      { freezes: [{ name: 'a', from: '2027-01-01', to: '2026-01-01' }] },
      'freezes.0',
      'expected from to be before to',
    ],
    [
      { freezes: [{ name: 'a', from: 'soon', to: '2026-01-01' }] },
      'freezes.0.from',
      'expected a date',
    ],
    [{ results: { table: 'a b', nodeColumn: 'x' } }, 'results.table', ''],
    [{ places: [{ account: '1', region: 'x' }] }, 'places.0.account', ''],
    [
      { places: [{ account: '111122223333', region: 'x' }] },
      'places.0.region',
      'expected a Region',
    ],
  ])('refuses %j at %s', (more, path, message) => {
    const result = publicationSchema.safeParse({ ...MINIMAL, ...more });
    const issues = (result.error?.issues ?? []).map(issue => ({
      path: issue.path.join('.'),
      message: issue.message,
    }));
    expect(issues).toContainEqual({
      path,
      message: expect.stringContaining(message),
    });
  });

  it('refuses two runbooks with one id', () => {
    const result = publicationsSchema.safeParse([MINIMAL, MINIMAL]);
    expect(result.error?.issues).toMatchObject([
      { path: [1, 'id'], message: expect.stringContaining('restart-service') },
    ]);
  });
});
