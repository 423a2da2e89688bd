import { ResponseError } from '@backstage/errors';
import { ManagedNodesClient } from './ManagedNodesClient';

const BASE = 'http://portal/api/managed-nodes';

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

function answering(...answers: Response[]) {
  const fetchMock = jest.fn<Promise<Response>, Parameters<typeof fetch>>();
  answers.forEach(answer => fetchMock.mockResolvedValueOnce(answer));
  const discoveryApi = { getBaseUrl: jest.fn(async () => BASE) };
  return {
    client: ManagedNodesClient.create({
      discoveryApi,
      fetchApi: { fetch: fetchMock },
    }),
    discoveryApi,
    fetchMock,
    sent: () => {
      const [url, init] = fetchMock.mock.calls[0];
      return { url, ...init };
    },
  };
}

const emptyPage = {
  items: [],
  totalItems: 0,
  nextCursor: null,
  previousCursor: null,
};

const overview = {
  total: 3,
  online: 2,
  connectionLost: 1,
  stopped: 0,
  missing: 0,
  ec2: 1,
  hybrid: 2,
  agentOutdated: 0,
  monitored: 0,
  unmonitored: 0,
  alarming: 0,
  unclaimed: 1,
  environments: [{ environment: 'azure', count: 3 }],
  platforms: [{ platform: 'Ubuntu', version: '22.04', count: 3 }],
  patch: [{ bucket: 'critical', count: 3 }],
  asOf: '2026-11-23T07:00:00.000Z',
};

describe('ManagedNodesClient', () => {
  it('finds the backend through discovery and lists nodes', async () => {
    const { client, discoveryApi, sent } = answering(json(emptyPage));
    await expect(
      client.listNodes({ owner: ['group:default/a'], limit: 20 }),
    ).resolves.toEqual(emptyPage);
    expect(discoveryApi.getBaseUrl).toHaveBeenCalledWith('managed-nodes');
    expect(sent()).toMatchObject({
      url: `${BASE}/nodes?owner=group%3Adefault%2Fa&limit=20`,
      method: 'GET',
      headers: {},
    });
  });

  it('hands token and signal on', async () => {
    const { client, sent } = answering(json(emptyPage));
    const { signal } = new AbortController();
    await client.listNodes({}, { token: 'secret', signal });
    expect(sent().headers).toEqual({ authorization: 'Bearer secret' });
    expect(sent().signal).toBe(signal);
  });

  it('knows no node where the backend shows none', async () => {
    const { client, sent } = answering(
      json({ error: { name: 'NotFoundError', message: 'no' } }, 404),
    );
    await expect(client.getNode('../sync?x')).resolves.toBeUndefined();
    // A name never reaches beyond its place in the path.
    expect(sent().url).toBe(`${BASE}/nodes/..%2Fsync%3Fx`);
  });

  it('does not take a refusal for an absent node', async () => {
    const { client } = answering(
      json({ error: { name: 'NotAllowedError', message: 'no' } }, 403),
    );
    const failure = client.getNode('mi-1');
    await expect(failure).rejects.toBeInstanceOf(ResponseError);
    await expect(failure).rejects.toMatchObject({ statusCode: 403 });
  });

  it.each([
    [
      'getFacets',
      (client: ManagedNodesClient) => client.getFacets({ facet: ['owner'] }),
      '/facets?facet=owner',
      { facets: { owner: [{ value: 'group:default/a', count: 3 }] } },
    ],
    [
      'getOverview',
      (client: ManagedNodesClient) => client.getOverview({ unclaimed: true }),
      '/overview?unclaimed=true',
      overview,
    ],
    [
      'getSyncHealth',
      (client: ManagedNodesClient) => client.getSyncHealth(),
      '/sync',
      {
        asOf: '2026-11-23T07:00:00.000Z',
        intervalSeconds: 300,
        targets: [],
        discovery: null,
        organization: null,
        events: null,
        catalog: {
          headRevision: 5,
          acknowledgedRevision: null,
          acknowledgedAt: null,
          skipped: [],
          skippedTotal: 0,
        },
      },
    ],
    [
      'getChanges',
      (client: ManagedNodesClient) =>
        client.getChanges({ consumer: 'c', after: 0, limit: 10 }),
      '/changes?consumer=c&after=0&limit=10',
      { epoch: 'e', items: [], headRevision: 0 },
    ],
  ])('%s asks for what it is named after', async (_, call, path, answer) => {
    const { client, sent } = answering(json(answer));
    await expect(call(client)).resolves.toEqual(answer);
    expect(sent()).toMatchObject({ url: `${BASE}${path}`, method: 'GET' });
  });

  it('exports nodes as the file the backend makes', async () => {
    const { client, sent } = answering(new Response('title\nweb-1\n'));
    const blob = await client.exportNodes({ region: ['eu-central-1'] });
    await expect(blob.text()).resolves.toBe('title\nweb-1\n');
    expect(sent().url).toBe(`${BASE}/export/nodes.csv?region=eu-central-1`);
  });

  it('starts a sync', async () => {
    const { client, sent } = answering(new Response(null, { status: 202 }));
    await expect(
      client.startSync({ account: '111122223333' }, { token: 't' }),
    ).resolves.toBeUndefined();
    expect(sent()).toMatchObject({ url: `${BASE}/sync/start`, method: 'POST' });
    expect(sent().body).toBe('{"account":"111122223333"}');
  });

  it('decides about what is held in a target', async () => {
    const { client, sent } = answering(Response.json({ removed: 30 }));
    await expect(
      client.decideHeld(
        { account: '111122223333', region: 'eu-central-1' },
        { generation: 7, decision: 'accept' },
      ),
    ).resolves.toEqual({ removed: 30 });
    expect(sent()).toMatchObject({
      url: `${BASE}/sync/targets/111122223333/eu-central-1/held`,
      method: 'POST',
      body: '{"generation":7,"decision":"accept"}',
    });
  });

  it('has a node asked how busy it is, and takes nothing else for an answer', async () => {
    const counters = {
      cpuPercent: 12,
      cores: 2,
      load: null,
      memory: { totalBytes: 100, usedBytes: 40 },
      disks: [],
      network: [],
      uptimeSeconds: 60,
      takenAt: '2026-11-23T07:00:00.000Z',
    };
    const { client, sent } = answering(
      json(counters),
      json({ ...counters, cpuPercent: 101 }),
    );
    await expect(client.readCounters('mi-1/..')).resolves.toEqual(counters);
    expect(sent()).toMatchObject({
      url: `${BASE}/nodes/mi-1%2F../counters`,
      method: 'POST',
      body: '{}',
    });
    await expect(client.readCounters('mi-1')).rejects.toThrow('cpuPercent');
  });

  it('reports skipped nodes', async () => {
    const { client, sent } = answering(new Response(null, { status: 204 }));
    const report = {
      consumer: 'c',
      skipped: [{ name: 'a', reason: 'b' }],
      accepted: ['d'],
    };
    await client.reportSkipped(report);
    expect(sent()).toMatchObject({
      url: `${BASE}/changes/skipped`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
    });
  });

  it('asks which nodes are absent', async () => {
    const answer = { absent: ['a'], unknown: [] };
    const { client, sent } = answering(json(answer));
    const query = { nodes: [{ name: 'a', account: '1', region: 'r' }] };
    await expect(client.findAbsent(query)).resolves.toEqual(answer);
    expect(sent()).toMatchObject({
      url: `${BASE}/changes/absent`,
      method: 'POST',
      body: JSON.stringify(query),
    });
  });

  it.each([
    ['another shape', { nodes: [] }],
    ['a count that is none', { ...emptyPage, totalItems: -1 }],
    ['half a node', { ...emptyPage, items: [{ name: 'mi-1' }] }],
    ['nothing', null],
  ])('refuses an answer of %s', async (_, body) => {
    const { client } = answering(json(body));
    await expect(client.listNodes()).rejects.toThrow(
      'The managed-nodes backend answered /nodes in an unknown form',
    );
  });

  it('tells of a backend that cannot be reached', async () => {
    const { client, fetchMock } = answering();
    fetchMock.mockRejectedValue(new TypeError('fetch failed'));
    await expect(client.getOverview()).rejects.toThrow('fetch failed');
  });
});
