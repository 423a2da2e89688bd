import { RunResults } from '@managed-nodes/plugin-managed-nodes-common';
import { Knex } from 'knex';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { openTestDatabase } from '../../__testUtils__/nodes';
import { PROD } from '../../__testUtils__/createSync';
import { parseDocument } from '../../documents/parseDocument';
import { publicationsSchema } from '../../documents/publicationSchema';
import { OMAR, PRIYA } from '../../patches/actions/__testUtils__/world';
import {
  createRunReplica,
  RunbookWorld,
  RunReplica,
  startRunbookWorld,
} from '../__testUtils__/world';

jest.setTimeout(90_000);

const FOLDER = resolve(__dirname, '../../../../../runbooks');
const DOCUMENTS = readdirSync(FOLDER).filter(file =>
  /^ManagedNodes-\w+\.yaml$/.test(file),
);
const publications = z
  .array(z.looseObject({ id: z.string() }))
  .parse(parse(readFileSync(resolve(FOLDER, 'publications.yaml'), 'utf8')));

/** What the check of the whole fleet does on each node, on some. */
const CHECK_LOG_FILE = {
  id: 'check-log-file',
  document: { name: 'ManagedNodes-CheckLogFile' },
  title: 'Check a log file',
  nodesParameter: 'NodeId',
  parameters: { Table: { fixed: 'LogFileCompliance' } },
  results: { table: 'LogFileCompliance', nodeColumn: 'NodeId' },
};

const OWN = { owner_ref: 'group:default/payments-team', account: PROD };
const LINUX = { ...OWN, platform_type: 'Linux' };
const WINDOWS = { ...OWN, platform_type: 'Windows' };

describe('the documents that are shipped', () => {
  it.each(DOCUMENTS)('say what they do and take: %s', file => {
    const { content } = parseDocument(
      readFileSync(resolve(FOLDER, file), 'utf8'),
    );
    expect(content.description).toMatch(/\.$/);
    for (const parameter of content.parameters) {
      expect(parameter.description).toBeTruthy();
    }
  });

  it('are published by examples that config takes', () => {
    const { error } = publicationsSchema.safeParse(publications);
    expect(error).toBeUndefined();
  });
});

describe('the runbooks that are shipped', () => {
  let aws: RunbookWorld;
  let knex: Knex;
  let portal: RunReplica;

  beforeEach(async () => {
    aws = await startRunbookWorld(600, FOLDER);
    knex = await openTestDatabase('SQLITE_3');
    portal = await createRunReplica(knex, aws, {
      publications: [...publications, CHECK_LOG_FILE],
    });
    await portal.list(PROD);
  });
  afterEach(async () => {
    await portal.engine.sender.stop();
    await aws.stop();
  });

  const run = async (
    runbook: string,
    nodes: string[],
    parameters: Record<string, string> = {},
  ) => {
    const started = await portal.start(PRIYA, {
      runbook,
      selection: { nodes },
      parameters,
    });
    return portal.follow(started.id, PRIYA, 60);
  };
  const resultsOf = async (id: string, who: typeof OMAR) => {
    const rows = new Map<string, Record<string, string>>();
    let cursor: string | null = null;
    do {
      const page: RunResults = await portal.results.read(
        id,
        { limit: 100, ...(cursor && { cursor }) },
        who,
      );
      page.rows.forEach(row => rows.set(row.NodeId, row));
      cursor = page.nextCursor;
    } while (cursor);
    return rows;
  };
  const idOf = async (name: string): Promise<string> => {
    const { node_id: nodeId } = await knex('nodes').where({ name }).first();
    return nodeId;
  };
  const machineOf = async (name: string) =>
    aws.control.runbooks.machine(await idOf(name));

  it('fit their documents', () => {
    expect(portal.library.problems()).toEqual([]);
  });

  it.each([
    ['Linux', LINUX, 'nginx'],
    ['Windows', WINDOWS, 'W3SVC'],
  ])('restart a service on %s', async (_, where, ServiceName) => {
    const nodes = await portal.names(2, where);
    for (const name of nodes) {
      await aws.control.runbooks.changeMachine(await idOf(name), {
        services: { [ServiceName]: false },
      });
    }
    expect(await run('restart-service', nodes, { ServiceName })).toMatchObject({
      state: 'succeeded',
      outcomes: { succeeded: 2 },
    });
    for (const name of nodes) {
      const { services } = await machineOf(name);
      // Windows makes no difference between cases.
      const [, runs] = Object.entries(services).find(
        ([service]) => service.toLowerCase() === ServiceName.toLowerCase(),
      )!;
      expect(runs).toBe(true);
    }
  });

  it('fail to restart a service that there is not, and say so', async () => {
    const [name] = await portal.names(1, LINUX);
    const ended = await run('restart-service', [name], {
      ServiceName: 'nothing-like-it',
    });
    expect(ended).toMatchObject({ state: 'failed', outcomes: { failed: 1 } });
    const { stdout, stderr } = await portal.output.read(ended.id, name, PRIYA);
    expect(`${stdout}${stderr}`).toContain('nothing-like-it');
  });

  it.each(['nginx; reboot', '$(reboot)', '-H root@elsewhere', 'a b'])(
    'take no service called %j',
    async ServiceName => {
      const nodes = await portal.names(1, LINUX);
      await expect(
        run('restart-service', nodes, { ServiceName }),
      ).rejects.toMatchObject({ name: 'InputError' });
      expect(await aws.control.commands.list()).toEqual([]);
    },
  );

  it('reboot nodes of both platforms, and wait until they are back', async () => {
    const nodes = [
      ...(await portal.names(1, LINUX)),
      ...(await portal.names(1, WINDOWS)),
    ];
    const before = await Promise.all(nodes.map(machineOf));
    expect(await run('reboot-safely', nodes)).toMatchObject({
      state: 'succeeded',
      outcomes: { succeeded: 2 },
    });
    const after = await Promise.all(nodes.map(machineOf));
    after.forEach((machine, index) =>
      expect(Date.parse(String(machine.bootedAt))).toBeGreaterThan(
        Date.parse(String(before[index].bootedAt)),
      ),
    );
  });

  it('have the reboot of more nodes approved', async () => {
    const nodes = await portal.names(3, LINUX);
    const asked = await portal.start(PRIYA, {
      runbook: 'reboot-safely',
      selection: { nodes },
    });
    expect(asked).toMatchObject({ state: 'awaiting-approval' });
    await portal.approve(asked.id, OMAR);
    await portal.runs.launch(asked.id, PRIYA);
    expect(await portal.follow(asked.id, PRIYA, 60)).toMatchObject({
      state: 'succeeded',
    });
  });

  it.each([
    ['Linux', LINUX, '== disks'],
    ['Windows', WINDOWS, '== disks'],
  ])('collect diagnostics on %s', async (_, where, words) => {
    const [name] = await portal.names(1, where);
    const ended = await run('collect-diagnostics', [name], { Lines: '50' });
    expect(ended).toMatchObject({ state: 'succeeded' });
    const { stdout } = await portal.output.read(ended.id, name, PRIYA);
    expect(stdout).toContain(words);
  });

  it('free room on the disk', async () => {
    const [name] = await portal.names(1, LINUX);
    await aws.control.runbooks.changeMachine(await idOf(name), {
      files: { '/var/log/old.log.1.gz': 'x'.repeat(1000) },
    });
    const ended = await run('free-disk-space', [name]);
    expect(ended).toMatchObject({ state: 'succeeded' });
    const { stdout } = await portal.output.read(ended.id, name, PRIYA);
    expect(stdout).toMatch(/before:[^]*after:/);
  });

  it('rotate a log, which is empty then and kept beside', async () => {
    const [name] = await portal.names(1, LINUX);
    await aws.control.runbooks.changeMachine(await idOf(name), {
      files: { '/var/log/app.log': 'one line\n' },
    });
    expect(
      await run('rotate-log', [name], { File: '/var/log/app.log' }),
    ).toMatchObject({ state: 'succeeded' });
    const { files } = await machineOf(name);
    expect(files['/var/log/app.log']).toBe(0);
    expect(
      Object.keys(files).filter(file =>
        /^\/var\/log\/app\.log\.\d{14}\.gz$/.test(file),
      ),
    ).toHaveLength(1);
    expect(
      await run('rotate-log', [name], { File: '/var/log/no.log' }),
    ).toMatchObject({ state: 'failed' });
    for (const File of ['/etc/passwd', '/var/log/../../etc/passwd']) {
      await expect(run('rotate-log', [name], { File })).rejects.toMatchObject({
        name: 'InputError',
      });
    }
  });

  it('look on every node for the log of its system, and fill a table', async () => {
    // Systems Manager does not list instances that are stopped there.
    const nodes = (await aws.control.findNodes({ managed: true })).nodes.filter(
      ({ instanceState }) => instanceState !== 'stopped',
    );
    const online = nodes.filter(({ pingStatus }) => pingStatus === 'Online');
    expect(nodes.length - online.length).toBeGreaterThan(10);
    const on = (platform: string) =>
      online.find(({ platformType }) => platformType === platform)!.id;
    const [bare, whole] = [on('Linux'), on('Windows')];
    await aws.control.runbooks.changeMachine(bare, {
      files: { '/var/log/syslog': null, '/var/log/messages': null },
    });
    await aws.control.runbooks.changeMachine(whole, {
      files: { 'C:\\Windows\\System32\\winevt\\Logs\\System.evtx': 'log' },
    });
    const started = await portal.start(OMAR, {
      runbook: 'log-file-compliance',
      parameters: { AtOnce: '50' },
    });
    expect(await portal.follow(started.id, OMAR, 80)).toMatchObject({
      state: 'succeeded',
    });
    const all = await portal.steps.read(started.id, {}, OMAR);
    expect(all.shallow).toBe(true);
    expect(new Set(all.items.map(({ execution }) => execution)).size).toBe(18);
    expect(all.items.map(({ name }) => name)).not.toContain('recordOffline');
    const one = await portal.steps.read(
      started.id,
      { execution: all.items[0].execution },
      OMAR,
    );
    expect(one.shallow).toBe(false);
    expect(one.items.map(({ name }) => name)).toContain('recordOffline');

    const rows = await resultsOf(started.id, OMAR);
    expect([...rows.keys()].sort()).toEqual(nodes.map(({ id }) => id).sort());
    for (const { id, pingStatus } of nodes) {
      expect([id, rows.get(id)!.Result === 'offline']).toEqual([
        id,
        pingStatus !== 'Online',
      ]);
    }
    expect(rows.get(bare)).toMatchObject({ Result: 'missing' });
    expect(rows.get(whole)).toMatchObject({ Result: 'compliant' });
    // Owners see of it what is about their nodes, and what others ran not at all.
    await expect(
      portal.results.read(started.id, { limit: 100 }, PRIYA),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    const [own] = await portal.names(1, LINUX);
    const check = await portal.start(PRIYA, {
      runbook: 'check-log-file',
      selection: { nodes: [own] },
    });
    await portal.follow(check.id, PRIYA, 60);
    const mine = await resultsOf(check.id, PRIYA);
    const visible = await knex('nodes')
      .where({ owner_ref: OWN.owner_ref, account: PROD })
      .pluck('node_id');
    expect(mine.size).toBeGreaterThan(1);
    expect(visible).toEqual(expect.arrayContaining([...mine.keys()]));
    const [foreign] = await knex('nodes')
      .whereNot({ owner_ref: OWN.owner_ref })
      .pluck('name');
    await expect(
      portal.results.read(check.id, { limit: 100, node: foreign }, PRIYA),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    expect(
      (await portal.results.read(check.id, { limit: 100, node: own }, PRIYA))
        .rows,
    ).toEqual([mine.get(await idOf(own))]);

    // Nobody waited for one that is offline, or asked it anything.
    const asked = (await aws.control.commands.list()).flatMap(
      ({ nodeIds }) => nodeIds,
    );
    const reachable = new Set(online.map(({ id }) => id));
    expect(asked.every(id => reachable.has(id))).toBe(true);
  });

  it('install the CloudWatch agent', async () => {
    const nodes = await portal.names(2, LINUX);
    expect(await run('install-cloudwatch-agent', nodes)).toMatchObject({
      state: 'succeeded',
    });
  });
});
