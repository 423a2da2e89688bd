import { aNode } from '../__testUtils__/nodes';
import { EntityValidator } from './EntityValidator';
import { toEntity } from './toEntity';

describe('EntityValidator', () => {
  const validator = EntityValidator.create();

  it('finds nothing wrong with an ordinary node', async () => {
    await expect(
      validator.findProblem(toEntity(aNode())),
    ).resolves.toBeUndefined();
  });

  it.each([
    ['a name with a space', { name: 'mi 1' }, /metadata.name/],
    ['a name of 64 characters', { name: 'm'.repeat(64) }, /metadata.name/],
    ['no name', { name: '' }, /name/],
    ['no owner', { ownerRef: '' }, /owner/],
    [
      'an owner that is no ref',
      { ownerRef: 'group:default/' },
      /group:default\//,
    ],
    ['a system that is no ref', { systemRef: 'system:' }, /system:/],
    ['a component without a kind', { componentRef: 'ledger' }, /ledger/],
    ['a link that is no URL', { consoleUrl: 'nowhere' }, /url/],
  ])('says what is wrong with %s', async (_, overrides, reason) => {
    await expect(
      validator.findProblem(toEntity(aNode(overrides))),
    ).resolves.toMatch(reason);
  });
});
