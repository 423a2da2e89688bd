import { Knex } from 'knex';
import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { EventProblems } from './EventProblems';

jest.setTimeout(60_000);

const DAY = 24 * 60 * 60_000;

describe.each(databases.eachSupportedId())('EventProblems on %s', id => {
  let knex: Knex;
  let problems: EventProblems;

  beforeAll(async () => {
    knex = await openTestDatabase(id);
  });
  beforeEach(async () => {
    await knex('event_problems').delete();
    problems = EventProblems.create({ knex });
  });

  it('counts the same message once, also when it comes at the same time', async () => {
    await Promise.all(
      Array.from({ length: 20 }, () => problems.note('Not JSON', 'oops', 5)),
    );
    await problems.note('Not JSON', 'oops', 1_000);
    expect(await problems.list(1_000)).toEqual([
      {
        receivedAt: '1970-01-01T00:00:01.000Z',
        reason: 'Not JSON',
        excerpt: 'oops',
        times: 21,
      },
    ]);
  });

  it('cleans and cuts what strangers wrote', async () => {
    await problems.note(
      `bad\u0000\u202e ${'r'.repeat(9000)}`,
      `<img src=x>\u0007\ud800'; drop table nodes;--${'x'.repeat(100_000)}`,
      1,
    );
    const [{ reason, excerpt }] = await problems.list(1);
    expect(reason).toHaveLength(500);
    expect(excerpt).toHaveLength(200);
    expect(excerpt).toMatch(/^<img src=x> \ufffd'; drop table nodes;--xxx/);
    expect(`${reason}${excerpt}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Surrogate}]/u);
  });

  it('shows the 20 newest and keeps 200', async () => {
    for (let index = 0; index < 230; index += 1) {
      await problems.note('Not JSON', `message ${index}`, index);
    }
    const listed = await problems.list(230);
    expect(listed.map(({ excerpt }) => excerpt)).toEqual(
      Array.from({ length: 20 }, (_, index) => `message ${229 - index}`),
    );
    expect(Number((await knex('event_problems').count({ n: '*' }))[0].n)).toBe(
      200,
    );
  });

  it('forgets what did not come back for a week', async () => {
    await problems.note('Not JSON', 'old', 0);
    await problems.note('Not JSON', 'again', 0);
    await problems.note('Not JSON', 'again', 8 * DAY);
    expect(
      (await problems.list(8 * DAY)).map(({ excerpt }) => excerpt),
    ).toEqual(['again']);
    expect(await problems.list(16 * DAY)).toEqual([]);
  });
});
