import { mergedWarnings } from './mergedWarnings';

const denied = {
  code: 'AccessDeniedException',
  message: 'no',
  missingIamAction: null,
};
const slow = { ...denied, code: 'TimeoutError', message: 'too slow' };

describe('mergedWarnings', () => {
  it('tells each cause once', () => {
    const warnings = [
      { part: 'tags' as const, ...denied },
      { part: 'patches' as const, ...slow },
      { part: 'agents' as const, ...denied },
      { part: 'instances' as const, ...denied },
    ];
    expect(
      mergedWarnings({ error: null, warnings }).map(({ lead }) => lead),
    ).toEqual([
      'Tags, agent versions and EC2 instances could not be read',
      'Patch states could not be read',
    ]);
  });

  it('leaves out what the failure of the whole tells already', () => {
    const warnings = [
      { part: 'tags' as const, ...denied },
      { part: 'instances' as const, ...slow },
    ];
    expect(
      mergedWarnings({ error: denied, warnings }).map(({ lead }) => lead),
    ).toEqual(['EC2 instances could not be read']);
  });
});
