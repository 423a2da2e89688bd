import { databases, openTestDatabase } from '../__testUtils__/nodes';
import { RunLimits } from './RunLimits';

const PRIYA = 'user:default/priya';

describe.each(databases.eachSupportedId())('limits of runs on %s', id => {
  let time = 1_000_000;
  const replicas = async () => {
    const knex = await openTestDatabase(id);
    const now = () => time;
    return [RunLimits.create({ knex, now }), RunLimits.create({ knex, now })];
  };

  it('hold for all replicas together', async () => {
    const both = await replicas();
    const begun = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) => both[index % 2].begin(PRIYA)),
    );
    const granted = begun.filter(({ status }) => status === 'fulfilled');
    expect(granted.length).toBeLessThanOrEqual(30);
    // Those who came at once may be refused one for another, but not for long.
    for (let left = 30 - granted.length; left > 0; left -= 1) {
      await both[0].begin(PRIYA);
    }
    await expect(both[1].begin(PRIYA)).rejects.toMatchObject({
      name: 'TooManyRunsError',
      statusCode: 429,
      retryAfterSeconds: 600,
    });
    await both[1].begin('user:default/omar');
  });

  it('slide with the time, and count nothing that was taken back', async () => {
    const [limits] = await replicas();
    for (let index = 0; index < 30; index += 1) {
      const takeBack = await limits.begin(PRIYA);
      if (index % 2) {
        await takeBack();
      }
      time += 1_000;
    }
    for (let index = 0; index < 15; index += 1) {
      await limits.begin(PRIYA);
    }
    await expect(limits.begin(PRIYA)).rejects.toMatchObject({
      retryAfterSeconds: 570,
    });
    time += 570_000;
    await limits.begin(PRIYA);
  });

  it('give a turn on a node to one', async () => {
    const both = await replicas();
    const attempt = () =>
      Promise.all(
        Array.from({ length: 10 }, (_, index) => both[index % 2].takeTurn('n')),
      );
    expect((await attempt()).filter(Boolean)).toHaveLength(1);
    expect(await both[0].takeTurn('another')).toBe(true);
    time += 9_999;
    expect((await attempt()).filter(Boolean)).toHaveLength(0);
    time += 1;
    expect((await attempt()).filter(Boolean)).toHaveLength(1);
  });
});
