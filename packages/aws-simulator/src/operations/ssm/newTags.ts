import { Tag } from '@aws-sdk/client-ssm';
import { AwsError } from '../../protocol/AwsError';
import { constraints } from './limits';

const MOST_GIVEN = 1000;
const MOST_TAGS = 50;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Refuses tags that no resource can have. */
export function checkTags(tags: readonly Tag[]): void {
  constraints.length('tags', tags, 0, MOST_GIVEN);
  for (const { Key, Value } of tags) {
    constraints.length('tags.key', Key, 1, 128);
    constraints.pattern('tags.key', Key, TAG_TEXT);
    constraints.length('tags.value', Value, 0, 256);
    constraints.pattern('tags.value', Value, TAG_TEXT);
    if (Key?.startsWith('aws:')) {
      throw new AwsError(
        'ValidationException',
        `The tag key ${Key} uses the reserved prefix aws:.`,
      );
    }
  }
}

/** @throws AwsError TooManyTagsError */
export function checkTagCount(tags: readonly Tag[]): void {
  if (tags.length > MOST_TAGS) {
    throw new AwsError(
      'TooManyTagsError',
      `A resource can have at most ${MOST_TAGS} tags.`,
    );
  }
}

/**
 * Tags that something is made with.
 *
 * @param code - the error that a key given twice is refused with
 */
export function newTags(
  tags: readonly Tag[] = [],
  code: string = 'ValidationException',
): Array<{ Key: string; Value: string }> {
  checkTags(tags);
  checkTagCount(tags);
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw new AwsError(code, 'A tag key was specified more than once.');
  }
  return tags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
}
