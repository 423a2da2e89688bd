import { readSeedFolder, startSimulator } from '@managed-nodes/aws-simulator';
import knexFactory, { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databases } from '../__testUtils__/nodes';
import { tokenOf } from '../automation/AutomationTransport';
import { OperationNode } from '../commands/types';
import { OperateOnce } from './__testUtils__/operateOnce';
import { createOperations, Wanted } from './__testUtils__/operations';
import { startProgram, whenEnded } from './__testUtils__/processes';
import { seeded } from './__testUtils__/random';

jest.setTimeout(300_000);

const SEED = 20261123;
const OPERATIONS = 20;
const CRASHES = 6;
const ACCOUNTS = ['111122223333', '222233334444'];
const DOCUMENTS = join(__dirname, '../runbooks/__testUtils__/documents');
const REGION = 'eu-central-1';
const PATIENCE_MS = 60_000;

describe.each(databases.eachSupportedId())('Operations on %s', id => {
  let aws: Awaited<ReturnType<typeof startSimulator>>;
  let folder: string;
  let nodes: OperationNode[][];
  const before = process.env.AWS_ENDPOINT_URL;
  const random = seeded(SEED);
  const below = (limit: number) => Math.floor(random() * limit);

  beforeAll(async () => {
    aws = await startSimulator({
      seed: 7,
      nodes: 1_500,
      commandSpeed: 40,
      commandFailureRate: 0,
      ...readSeedFolder(DOCUMENTS),
    });
    process.env.AWS_ENDPOINT_URL = aws.endpoint;
    folder = await mkdtemp(join(tmpdir(), 'managed-nodes-operations-'));
    nodes = await Promise.all(
      ACCOUNTS.map(async account => {
        const found = await aws.control.findNodes({
          account,
          region: REGION,
          limit: 1_000,
        });
        const online = found.nodes.filter(
          ({ pingStatus }) => pingStatus === 'Online',
        );
        return online.slice(0, OPERATIONS).map(node => ({
          name: node.id,
          node_id: node.id,
          account,
          region: REGION,
          title: node.computerName,
          platform_type: null,
          bucket_before: null,
          missing_before: null,
        }));
      }),
    );
  });
  afterAll(async () => {
    if (before === undefined) {
      delete process.env.AWS_ENDPOINT_URL;
    } else {
      process.env.AWS_ENDPOINT_URL = before;
    }
    await aws.close();
    await rm(folder, { recursive: true });
  });

  /** How a process of its own gets at a new, empty database. */
  const newDatabase = async (name: string): Promise<Knex.Config> => {
    if (id === 'SQLITE_3') {
      return {
        client: 'better-sqlite3',
        connection: { filename: join(folder, `${name}.sqlite`) },
        useNullAsDefault: true,
      };
    }
    const knex = await databases.init(id);
    return { client: 'pg', connection: knex.client.config.connection };
  };

  /** One node of each account in each, so that a crash may come between two commands. */
  const wanted = (round: string): Wanted[] =>
    Array.from({ length: OPERATIONS }, (_, index) => ({
      idempotencyKey: createHash('sha256')
        .update(`${round}/${index}`)
        .digest('hex')
        .slice(0, 36),
      nodes: nodes.map(some => some[index]),
      transport: index % 2 ? 'automation' : 'command',
    }));

  const operateOnce = async (job: Omit<OperateOnce, 'credentials'>) => {
    const ended = await whenEnded(
      startProgram('operateOnce.ts', { ...job, credentials: aws.credentials }),
    );
    if (ended.code && ended.signal !== 'SIGKILL') {
      throw new Error(ended.stderr);
    }
    return ended.signal === 'SIGKILL'
      ? undefined
      : (JSON.parse(ended.stdout) as { noted: number; all: number });
  };

  /** What another replica does: it is asked again by the people, and follows all to the end. */
  const takeOver = async (knex: Knex, again: Wanted[]): Promise<number> => {
    const { start, sender, follower } = createOperations(knex, aws.credentials);
    let created = 0;
    for (const operation of again) {
      created += (await start(operation)) ? 1 : 0;
    }
    await sender.idle();
    // The one that was killed counts as gone after a while.
    const past = Date.now() - 150_000;
    await knex('command_operations')
      .whereNotNull('sending_until')
      .update({ sending_until: past });
    await knex('command_groups')
      .where({ state: 'sending' })
      .update({ attempt_at: past });
    const until = Date.now() + PATIENCE_MS;
    const open = () =>
      knex('command_operations').whereNull('ended_at').pluck('id');
    while ((await open()).length && Date.now() < until) {
      await follower.step(new AbortController().signal);
      await sleep(50);
    }
    expect(await open()).toEqual([]);
    return created;
  };

  /** Compares what is noted with what AWS has. */
  const expectTruth = async (
    knex: Knex,
    startedBefore: number,
  ): Promise<void> => {
    const has = new Map<string, string[]>();
    const note = (key: string, status: string) =>
      has.set(key, [...(has.get(key) ?? []), status]);
    for (const { comment, status } of await aws.control.commands.list()) {
      note(comment, status);
    }
    for (const automation of await aws.control.runbooks.list()) {
      note(automation.clientToken ?? automation.id, automation.status);
    }
    const groups: Array<{
      operation_id: string;
      number: number;
      state: string;
      outcome: string;
    }> = await knex('command_groups')
      .join('command_nodes', node =>
        node
          .on('command_nodes.operation_id', 'command_groups.operation_id')
          .on('command_nodes.group_number', 'command_groups.number'),
      )
      .select(
        'command_groups.operation_id',
        'command_groups.number',
        'command_groups.state',
        'command_nodes.outcome',
      );
    expect(groups).toHaveLength(OPERATIONS * ACCOUNTS.length);
    const known = groups.map(group => ({
      ...group,
      sent:
        has.get(`Backstage ${group.operation_id} #${group.number}`) ??
        has.get(
          tokenOf({ operationId: group.operation_id, number: group.number }),
        ),
    }));
    // One that was started a second time has another token, or none.
    const tokens = groups.map(group =>
      tokenOf({ operationId: group.operation_id, number: group.number }),
    );
    expect((await aws.control.runbooks.list()).length - startedBefore).toBe(
      tokens.filter(token => has.has(token)).length,
    );
    expect(known).toEqual(
      groups.map(group =>
        group.state === 'unsent'
          ? { ...group, outcome: 'not-sent', sent: undefined }
          : {
              ...group,
              state: 'ended',
              outcome: 'succeeded',
              sent: ['Success'],
            },
      ),
    );
    expect(await knex('command_claims')).toEqual([]);
  };

  it(`are followed to the end and sent once when the backend is killed at ${CRASHES} points`, async () => {
    expect(nodes.map(some => some.length)).toEqual([OPERATIONS, OPERATIONS]);
    const whole = await operateOnce({
      knex: await newDatabase('whole'),
      wanted: wanted('whole'),
    });
    const { noted, all } = whole!;
    let crashes = 0;
    let interrupted = 0;
    for (let round = 0; crashes < CRASHES && round < 3 * CRASHES; round += 1) {
      const config = await newDatabase(`round-${round}`);
      const operations = wanted(`${id}-${round}`);
      const startedBefore = (await aws.control.runbooks.list()).length;
      const ended = await operateOnce({
        knex: config,
        wanted: operations,
        dieAt: {
          statement: 1 + Math.floor(noted / 2) + below(all - noted / 2),
          // Between two statements, or while one is at work.
          microseconds: below(2) * (1 + below(4_000)),
        },
      });
      const knex = knexFactory(config);
      try {
        const open = await knex('command_operations').whereNull('ended_at');
        const created = await takeOver(knex, operations);
        await expectTruth(knex, startedBefore);
        // One that was too quick for it does not count.
        crashes += ended ? 0 : 1;
        interrupted += ended ? 0 : open.length + created;
      } finally {
        await knex.destroy();
      }
    }
    expect(crashes).toBe(CRASHES);
    expect(interrupted).toBeGreaterThan(CRASHES);
  });
});
