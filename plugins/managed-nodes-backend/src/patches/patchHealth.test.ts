import { Knex } from 'knex';
import {
  databases,
  observation,
  openTestDatabase,
  store,
} from '../__testUtils__/nodes';
import { readPatchWarnings } from './patchHealth';

const DENIED =
  'Access denied: the role may not do this (ssm:DescribeInstancePatches)';

describe.each(databases.eachSupportedId())('readPatchWarnings on %s', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await openTestDatabase(id);
    await store(knex, [observation(1), observation(2), observation(3)]);
  });

  const fail = async (problems: Array<string | null>) => {
    const ids: number[] = await knex('nodes').orderBy('id').pluck('id');
    await knex('node_patch_reads').insert(
      problems.map((problem, index) => ({
        node_id: ids[index],
        failures: problem ? 1 : 0,
        problem,
      })),
    );
  };

  it('has nothing to say where all was read', async () => {
    await fail([null, null]);
    expect(await readPatchWarnings(knex)).toEqual(new Map());
  });

  it('tells of how many nodes patches are unknown, why, and what to grant', async () => {
    await fail([DENIED, DENIED, null]);
    const [{ account, region }] = await knex('nodes').limit(1);
    expect([...(await readPatchWarnings(knex))]).toEqual([
      [
        `${account}/${region}`,
        [
          {
            part: 'missing-patches',
            code: 'PatchesUnread',
            message: `Of 2 nodes: ${DENIED}`,
            missingIamAction: 'ssm:DescribeInstancePatches',
          },
        ],
      ],
    ]);
  });

  it('tells what could not be read of plans', async () => {
    const problem = {
      part: 'windows',
      code: 'AccessDeniedException',
      message: 'no',
      missingIamAction: 'ssm:DescribeMaintenanceWindows',
    };
    await knex('patch_plan_reads').insert([
      { account: '1', region: 'a', started_at: 1, problem: null },
      {
        account: '2',
        region: 'b',
        started_at: 1,
        problem: JSON.stringify([problem]),
      },
    ]);
    expect([...(await readPatchWarnings(knex))]).toEqual([['2/b', [problem]]]);
  });
});
