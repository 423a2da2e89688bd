import { databases } from '../__testUtils__/nodes';
import { startAws } from '../__testUtils__/sync';
import { createPlanSync, HERE } from './__testUtils__/planSync';

jest.setTimeout(30_000);

describe.each(databases.eachSupportedId())(
  'PlanSync, when something goes wrong, on %s',
  id => {
    let aws: Awaited<ReturnType<typeof startAws>>;
    let portal: Awaited<ReturnType<typeof createPlanSync>>;

    beforeAll(async () => {
      aws = await startAws({ nodes: 400 });
    });
    afterAll(() => aws.stop());
    beforeEach(async () => {
      portal = await createPlanSync(id, aws);
    });

    it('reads the same again, under the same ids', async () => {
      await portal.run();
      const before = await portal.content();
      await portal.run();
      expect(await portal.content()).toEqual(before);
    });

    it.each([
      ['windows', 'DescribeMaintenanceWindows'],
      ['windows', 'DescribeMaintenanceWindowTasks'],
      ['windows', 'DescribeMaintenanceWindowTargets'],
      ['associations', 'ListAssociations'],
      ['associations', 'DescribeAssociation'],
      ['baselines', 'DescribePatchBaselines'],
      ['baselines', 'GetPatchBaseline'],
      ['baselines', 'DescribePatchGroups'],
      ['approvals', 'DescribeEffectivePatchesForPatchBaseline'],
    ])('keeps the %s it knows when %s is denied', async (part, operation) => {
      await portal.run();
      const before = await portal.content();
      await aws.control.addFault({ kind: 'access-denied', operation });
      const { read, problems } = await portal.run();
      expect(problems).toEqual([
        expect.objectContaining({ part, missingIamAction: `ssm:${operation}` }),
      ]);
      expect(read).not.toContain(part);
      expect(await portal.content()).toEqual(before);
      const page = await portal.list();
      expect(page.problems).toEqual([
        {
          ...HERE,
          message: expect.stringMatching(
            new RegExp(
              `could not be read: the role may not ssm:${operation}. What is shown is of 20`,
            ),
          ),
        },
      ]);
      await aws.control.clearFaults();
      await portal.run();
      expect((await portal.list()).problems).toEqual([]);
    });

    it('believes in an absence only after all pages', async () => {
      await portal.run();
      const before = await portal.content();
      expect(before.plans.length).toBeGreaterThan(0);
      for (const fault of [
        { kind: 'looping-token', service: 'ssm' },
        { kind: 'truncated', operation: 'DescribeMaintenanceWindowTargets' },
      ] as const) {
        await aws.control.addFault(fault);
        const { problems } = await portal.run();
        expect(problems.length).toBeGreaterThan(0);
        expect(await portal.content()).toEqual(before);
        await aws.control.clearFaults();
      }
      // Pages that are empty or short are no end.
      await aws.control.addFault({
        kind: 'empty-page',
        service: 'ssm',
        probability: 0.5,
      });
      expect((await portal.run()).problems).toEqual([]);
      expect(await portal.content()).toEqual(before);
    });

    it('stops when it is told to', async () => {
      await expect(
        portal.run(AbortSignal.abort(new Error('enough'))),
      ).rejects.toThrow('enough');
      expect(await portal.knex('patch_plan_reads').select('ended_at')).toEqual([
        { ended_at: null },
      ]);
    });
  },
);
