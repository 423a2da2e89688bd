import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockCredentials } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { databases, openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import {
  always,
  never,
  ofGroup,
  OMAR,
  PRIYA,
  REGION,
  RITA,
} from '../../patches/actions/__testUtils__/world';
import { PUBLICATIONS } from '../__testUtils__/publications';
import {
  createRunReplica,
  LUKAS,
  OLGA,
  PAVEL,
  RunbookWorld,
  RunReplica,
  startRunbookWorld,
} from '../__testUtils__/world';

jest.setTimeout(90_000);

const OWN = {
  owner_ref: 'group:default/payments-team',
  account: PROD,
  platform_type: 'Linux',
};
const FOREIGN = { ...OWN, owner_ref: 'group:default/storefront-team' };

/** Deletes a document in one account, and makes another one that is called the same. */
async function replaceDocument(
  { credentials }: Pick<RunbookWorld, 'credentials'>,
  account: string,
  Name: string,
) {
  const sts = new STSClient({ region: REGION, credentials });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/RunbookPublisher`,
      RoleSessionName: 'attacker',
      ExternalId: 'managed-nodes-demo',
    }),
  );
  const ssm = new SSMClient({
    region: REGION,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken,
    },
  });
  await ssm.send(new DeleteDocumentCommand({ Name }));
  await ssm.send(
    new CreateDocumentCommand({
      Name,
      DocumentType: 'Command',
      DocumentFormat: 'YAML',
      Content: readFileSync(
        resolve(__dirname, `../__testUtils__/documents/${Name}.yaml`),
        'utf8',
      ).replaceAll('echo', 'rm -rf'),
    }),
  );
}

/** Each attack of docs/threat-model.md that is about starting and approving runs. */
describe.each(databases.eachSupportedId())('threats on %s', id => {
  let aws: RunbookWorld;
  let knex: Knex;
  let portal: RunReplica;

  beforeEach(async () => {
    aws = await startRunbookWorld(600);
    knex = await openTestDatabase(id);
    portal = await createRunReplica(knex, aws);
    portal.rights.set('user:default/lukas', {
      read: ofGroup('storefront-team'),
      act: ofGroup('storefront-team'),
    });
    await portal.list(PROD);
  });
  afterEach(async () => {
    await portal.engine.sender.stop();
    await aws.stop();
  });

  const nothingSent = async () => {
    await portal.engine.sender.idle();
    expect(await aws.control.commands.list()).toEqual([]);
    expect(await aws.control.runbooks.list()).toEqual([]);
  };
  const say = (nodes: string[]) => ({ runbook: 'say', selection: { nodes } });
  const denied = (name: string) => expect.objectContaining({ name });
  const ask = async (nodes: string[]) => {
    const run = await portal.start(PRIYA, {
      runbook: 'say-carefully',
      selection: { nodes },
    });
    expect(run.state).toBe('awaiting-approval');
    return run;
  };

  it('fail: a foreign node by its name', async () => {
    const [own] = await portal.names(1, OWN);
    const [foreign] = await portal.names(1, FOREIGN);
    for (const nodes of [[foreign], [own, foreign], ['mi-0nobody']]) {
      await expect(portal.start(PRIYA, say(nodes))).rejects.toEqual(
        denied('NotFoundError'),
      );
      // With a digest of somebody who may.
      const { digest } = await portal.runs.preview(
        { ...say([foreign]), parameters: {} },
        OMAR,
      );
      await expect(
        portal.runs.start(
          {
            ...say(nodes),
            parameters: {},
            digest,
            idempotencyKey: randomUUID(),
          },
          PRIYA,
        ),
      ).rejects.toEqual(denied('NotFoundError'));
    }
    await nothingSent();
  });

  it('fail: foreign nodes by a filter', async () => {
    const preview = await portal.runs.preview(
      {
        runbook: 'say',
        selection: { filter: { account: [PROD] } },
        parameters: {},
      },
      PRIYA,
    );
    const owners = [...preview.nodes, ...preview.skipped].map(
      ({ ownerRef }) => ownerRef,
    );
    expect(new Set(owners)).toEqual(new Set([OWN.owner_ref]));
    await nothingSent();
  });

  it('fail: a node that may be seen and not run on', async () => {
    const [own] = await portal.names(1, OWN);
    await expect(portal.start(RITA, say([own]))).rejects.toEqual(
      denied('NotAllowedError'),
    );
    // The permission is there, but it is published to owners.
    portal.rights.set('user:default/rita', { read: always, act: always });
    await expect(portal.start(RITA, say([own]))).rejects.toEqual(
      denied('NotAllowedError'),
    );
    // It is published to the team, and the permission is not there.
    await expect(
      portal.start(PRIYA, { ...say([own]), runbook: 'operators-only' }),
    ).rejects.toEqual(denied('NotAllowedError'));
    await nothingSent();
  });

  it('fail: who is no human', async () => {
    const [own] = await portal.names(1, OWN);
    portal.rights.set('', { read: always, act: always });
    const { digest } = await portal.runs.preview(
      { ...say([own]), parameters: {} },
      PRIYA,
    );
    await expect(
      portal.runs.start(
        {
          ...say([own]),
          parameters: {},
          digest,
          idempotencyKey: randomUUID(),
        },
        mockCredentials.service(),
      ),
    ).rejects.toEqual(denied('NotAllowedError'));
    await nothingSent();
  });

  it('fail: a document that nobody published', async () => {
    const [own] = await portal.names(1, OWN);
    for (const runbook of ['AWS-RunShellScript', 'Test-Say', 'nothing']) {
      await expect(
        portal.start(PRIYA, { ...say([own]), runbook }),
      ).rejects.toEqual(denied('NotFoundError'));
    }
    await nothingSent();
  });

  it('fail: another document by the same name and version', async () => {
    const account = '222233334444';
    await replaceDocument(aws, account, 'Test-Say');
    await portal.list(account);
    const [good] = await portal.names(1, OWN);
    const [bad] = await portal.names(1, { account });
    const preview = await portal.runs.preview(
      { runbook: 'say', selection: { nodes: [good, bad] }, parameters: {} },
      OMAR,
    );
    expect(preview.nodes).toEqual([]);
    const asked = {
      runbook: 'operators-only',
      selection: { nodes: [good, bad] },
      parameters: {},
    };
    expect(await portal.runs.preview(asked, OMAR)).toMatchObject({
      nodes: [{ name: good }],
      skipped: [
        {
          name: bad,
          reason: 'no-document',
          detail: 'Test-Say is another document in its account and Region',
        },
      ],
    });
    await expect(
      portal.start(OMAR, { ...asked, selection: { nodes: [bad] } }),
    ).rejects.toEqual(denied('InputError'));
    await nothingSent();
  });

  it('fail: a node that left the team after the approval', async () => {
    const nodes = await portal.names(2, OWN);
    const { id: run } = await ask(nodes);
    await portal.approve(run, OMAR);
    await knex('nodes')
      .where({ name: nodes[1] })
      .update({ owner_ref: FOREIGN.owner_ref });
    await expect(portal.runs.launch(run, PRIYA)).rejects.toEqual(
      denied('NotFoundError'),
    );
    await nothingSent();
    expect(await portal.views.get(run, PRIYA)).toMatchObject({
      state: 'approved',
    });
  });

  it('fail: a right that is lost before it is sent', async () => {
    const nodes = await portal.names(2, OWN);
    const { id: run } = await ask(nodes);
    await portal.approve(run, OMAR);
    portal.rights.set('user:default/priya', {
      read: ofGroup('payments-team'),
      act: never,
    });
    await expect(portal.runs.launch(run, PRIYA)).rejects.toEqual(
      denied('ConflictError'),
    );
    await nothingSent();
  });

  it('fail: a publication that changed after the approval', async () => {
    const nodes = await portal.names(2, OWN);
    const { id: run } = await ask(nodes);
    await portal.approve(run, OMAR);
    const other = await createRunReplica(knex, aws, {
      rights: portal.rights,
      publications: PUBLICATIONS.map(publication =>
        publication.id === 'say-carefully'
          ? {
              ...publication,
              parameters: { Words: { fixed: 'something else' } },
            }
          : publication,
      ),
    });
    await expect(other.runs.launch(run, PRIYA)).rejects.toEqual(
      denied('ConflictError'),
    );
    await nothingSent();
  });

  it('fail: approving what one asked for', async () => {
    const nodes = await portal.names(1, OWN);
    // Olga is one of the approvers, and asks herself.
    portal.rights.set('user:default/olga', { read: always, act: always });
    const publications = PUBLICATIONS.map(publication =>
      publication.id === 'say-carefully'
        ? { ...publication, who: { groups: ['group:default/platform-team'] } }
        : publication,
    );
    const own = await createRunReplica(knex, aws, {
      rights: portal.rights,
      publications,
    });
    const { id: run } = await own.start(OLGA, {
      runbook: 'say-carefully',
      selection: { nodes },
    });
    const secondSession = mockCredentials.user('user:default/olga');
    for (const who of [OLGA, secondSession]) {
      await expect(own.approve(run, who)).rejects.toEqual(
        denied('NotAllowedError'),
      );
    }
    expect(await own.views.get(run, OLGA)).toMatchObject({
      approval: { state: 'pending', canDecide: false },
    });
    await nothingSent();
  });

  it('fail: approving what one may not', async () => {
    const nodes = await portal.names(1, OWN);
    const { id: run } = await ask(nodes);
    // Of the same team, but no approver.
    await expect(portal.approve(run, PAVEL)).rejects.toEqual(
      denied('NotAllowedError'),
    );
    // Not theirs to see.
    await expect(portal.approve(run, LUKAS)).rejects.toEqual(
      denied('NotFoundError'),
    );
    // An approver who lacks the permission on the node.
    portal.rights.set('user:default/olga', {
      read: always,
      act: ofGroup('storefront-team'),
    });
    await expect(portal.approve(run, OLGA)).rejects.toEqual(
      denied('NotAllowedError'),
    );
    // Approved by whoever may, it is not for others to start.
    await portal.approve(run, OMAR);
    for (const who of [OMAR, PAVEL]) {
      await expect(portal.runs.launch(run, who)).rejects.toEqual(
        denied('NotAllowedError'),
      );
    }
    await nothingSent();
  });

  it('fail: a request that expired', async () => {
    const nodes = await portal.names(1, OWN);
    const waiting = await ask(nodes);
    const approved = await ask(nodes);
    await portal.approve(approved.id, OMAR);
    await knex('runs').update({ approval_expires_at: Date.now() - 1 });
    await expect(portal.approve(waiting.id, OMAR)).rejects.toEqual(
      denied('ConflictError'),
    );
    await expect(portal.runs.launch(approved.id, PRIYA)).rejects.toEqual(
      denied('ConflictError'),
    );
    await portal.expiry.expire(Date.now());
    for (const { id: run } of [waiting, approved]) {
      expect(await portal.views.get(run, PRIYA)).toMatchObject({
        state: 'expired',
      });
    }
    await nothingSent();
  });

  it('fail: the same request again', async () => {
    const nodes = await portal.names(2, OWN);
    const idempotencyKey = randomUUID();
    const twice = await Promise.all(
      [0, 1].map(() => portal.start(PRIYA, { ...say(nodes), idempotencyKey })),
    );
    expect(twice[0].id).toBe(twice[1].id);
    await portal.follow(twice[0].id, PRIYA);
    expect(await aws.control.commands.list()).toHaveLength(1);
    // The key of somebody else's request is one's own.
    await expect(
      portal.start(PRIYA, { ...say(nodes.slice(1)), idempotencyKey }),
    ).rejects.toEqual(denied('ConflictError'));

    const { id: run } = await ask(nodes);
    await portal.approve(run, OMAR);
    await expect(portal.approve(run, OMAR)).rejects.toEqual(
      denied('ConflictError'),
    );
    const launches = await Promise.allSettled(
      [0, 1, 2].map(() => portal.runs.launch(run, PRIYA)),
    );
    expect(
      launches.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(1);
    await portal.follow(run, PRIYA);
    const started = (await aws.control.runbooks.list()).filter(
      execution => !('parentId' in execution && execution.parentId),
    );
    expect(started.length).toBeGreaterThan(0);
    await expect(portal.runs.launch(run, PRIYA)).rejects.toEqual(
      denied('ConflictError'),
    );
  });

  it('fail: a digest of what was looked at before', async () => {
    const nodes = await portal.names(2, OWN);
    const { digest } = await portal.runs.preview(
      { ...say(nodes), parameters: {} },
      PRIYA,
    );
    await knex('nodes').where({ name: nodes[0] }).update({ status: 'stopped' });
    await expect(
      portal.runs.start(
        { ...say(nodes), parameters: {}, digest, idempotencyKey: randomUUID() },
        PRIYA,
      ),
    ).rejects.toEqual(denied('ConflictError'));
    await nothingSent();
  });

  it.each([
    '$(reboot)',
    '`reboot`',
    '; reboot',
    'a\nreboot',
    '{{ ssm:secret }}',
    '" && reboot "',
    '| sh',
    '--option',
  ])('fail: values that would be code: %j', async value => {
    const [own] = await portal.names(1, OWN);
    await expect(
      portal.start(PRIYA, { ...say([own]), parameters: { Words: value } }),
    ).rejects.toEqual(denied('InputError'));
    await nothingSent();
  });

  it('fail: parameters that are not asked for', async () => {
    const [own] = await portal.names(1, OWN);
    for (const [name, value] of [
      ['Nonsense', 'a'],
      ['InstanceIds', 'mi-0123456789abcdef0'],
    ]) {
      await expect(
        portal.start(PRIYA, {
          runbook: 'say-by-automation',
          selection: { nodes: [own] },
          parameters: { [name]: value },
        }),
      ).rejects.toEqual(denied('InputError'));
    }
    await expect(
      portal.start(OMAR, {
        ...say([own]),
        runbook: 'operators-only',
        parameters: { Words: 'mine' },
      }),
    ).rejects.toEqual(denied('InputError'));
    await nothingSent();
  });

  it('fail: what others ran', async () => {
    const [own] = await portal.names(1, OWN);
    const [foreign] = await portal.names(1, FOREIGN);
    const { id: run } = await portal.start(PRIYA, say([own]));
    await portal.follow(run, PRIYA);
    for (const read of [
      () => portal.views.get(run, LUKAS),
      () => portal.views.nodes(run, { limit: 10 }, LUKAS),
      () => portal.views.executions(run, LUKAS),
      () => portal.steps.read(run, {}, LUKAS),
      () => portal.output.read(run, own, LUKAS),
      () => portal.results.read(run, { limit: 10 }, LUKAS),
      () => portal.decisions.cancel(run, LUKAS),
    ]) {
      await expect(read()).rejects.toEqual(denied('NotFoundError'));
    }
    expect(await portal.views.list({ limit: 10 }, LUKAS)).toMatchObject({
      items: [],
    });

    // Of a run on nodes of both each sees their own.
    const { id: both } = await portal.start(OMAR, {
      runbook: 'operators-only',
      selection: { nodes: [own, foreign] },
    });
    await portal.follow(both, OMAR);
    const { items } = await portal.views.nodes(both, { limit: 10 }, LUKAS);
    expect(items.map(({ name }) => name)).toEqual([foreign]);
    await expect(portal.output.read(both, own, LUKAS)).rejects.toEqual(
      denied('NotFoundError'),
    );
    await expect(portal.decisions.cancel(both, LUKAS)).rejects.toEqual(
      denied('ConflictError'),
    );
  });
});
