import { readBaseline, readIdentities, readPatchGroups } from './baselines';

const IDENTITY = {
  reference: 'pb-0001',
  id: 'pb-0001',
  defaultBaseline: false,
  predefined: false,
};

function rule(filters: Record<string, string[]>, others: object = {}) {
  return {
    PatchFilterGroup: {
      PatchFilters: Object.entries(filters).map(([Key, Values]) => ({
        Key,
        Values,
      })),
    },
    ...others,
  };
}

const rulesOf = (...rules: unknown[]) =>
  readBaseline(IDENTITY, { ApprovalRules: { PatchRules: rules } }, []).details
    .rules;

describe('readBaseline', () => {
  it('puts approval rules into words', () => {
    expect(
      rulesOf(
        rule(
          { CLASSIFICATION: ['Security', 'Bugfix'], SEVERITY: ['Critical'] },
          { ApproveAfterDays: 7, ComplianceLevel: 'CRITICAL' },
        ),
        rule({ PRODUCT: ['*'] }, { ApproveAfterDays: 1 }),
        rule({ MSRC_SEVERITY: ['Important'] }, { ApproveAfterDays: 0 }),
        rule(
          { PATCH_SET: ['OS'] },
          { ApproveUntilDate: '2026-10-01', EnableNonSecurity: true },
        ),
      ),
    ).toEqual([
      'Classification Security or Bugfix, severity Critical: approved 7 days after release, reported as Critical',
      'All patches: approved 1 day after release',
      'Severity Important: approved at once',
      'Patch set OS: approved when released by 2026-10-01, other updates included',
    ]);
  });

  it('keeps what people decided and for whom', () => {
    expect(
      readBaseline(
        { ...IDENTITY, defaultBaseline: true },
        {
          Name: 'linux-prod',
          Description: 'For production\u0000',
          OperatingSystem: 'UBUNTU',
          ApprovedPatches: ['a'],
          RejectedPatches: ['b', 7],
        },
        ['web', 'db', 'web'],
      ),
    ).toEqual({
      id: 'pb-0001',
      name: 'linux-prod',
      details: {
        description: 'For production',
        operatingSystem: 'UBUNTU',
        predefined: false,
        defaultBaseline: true,
        rules: [],
        approvedPatches: ['a'],
        rejectedPatches: ['b'],
        patchGroups: ['db', 'web'],
      },
    });
  });

  it('reads answers that are not what AWS promises', () => {
    expect(rulesOf(null, 'x', { PatchFilterGroup: 3 })).toEqual([]);
    const { name, details } = readBaseline(
      IDENTITY,
      { Name: {}, ApprovalRules: 'all', ApprovedPatches: 'a' },
      [],
    );
    expect(name).toBe('pb-0001');
    expect(details).toMatchObject({ rules: [], approvedPatches: [] });
    const [said] = rulesOf(
      rule({ PRODUCT: ['\u202e'.repeat(9), 'x'.repeat(99_999)] }),
    );
    expect(said.length).toBeLessThanOrEqual(1024);
    expect(said).not.toMatch(/\p{Cf}/u);
  });
});

describe('readIdentities', () => {
  it('has the id of a baseline that goes by its ARN', () => {
    const arn = 'arn:aws:ssm:us-east-1:075727635805:patchbaseline/pb-0aws';
    expect(
      readIdentities(
        [{ BaselineId: arn, DefaultBaseline: true }, {}, { BaselineId: 3 }],
        true,
      ),
    ).toEqual([
      {
        reference: arn,
        id: 'pb-0aws',
        defaultBaseline: true,
        predefined: true,
      },
    ]);
  });
});

describe('readPatchGroups', () => {
  it('tells the baseline of each group', () => {
    expect(
      readPatchGroups([
        { PatchGroup: 'web', BaselineIdentity: { BaselineId: 'pb-0001' } },
        { PatchGroup: '\u0000', BaselineIdentity: { BaselineId: 'pb-0001' } },
        { PatchGroup: 'db' },
      ]),
    ).toEqual([{ group: 'web', baselineId: 'pb-0001' }]);
  });
});
