import {
  AddTagsToResource$,
  AddTagsToResourceRequest,
  AddTagsToResourceResult,
} from '@aws-sdk/client-ssm';
import { withTags } from '../../fleet/tags';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { resourceArn, tagged } from './tagging';

const MAX_TAGS = 50;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export const AddTagsToResource: Operation<
  AddTagsToResourceRequest,
  AddTagsToResourceResult
> = {
  schema: AddTagsToResource$,
  action: 'ssm:AddTagsToResource',
  resource: resourceArn,
  handle(input, context) {
    const added = input.Tags ?? [];
    constraints.length('tags', added, 0, 1000);
    for (const { Key, Value } of added) {
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
    const resource = tagged(input, context);
    const tags = withTags(
      resource.tags,
      added.map(({ Key = '', Value = '' }) => [Key, Value] as const),
    );
    if (tags.length > MAX_TAGS) {
      throw new AwsError(
        'TooManyTagsError',
        `A resource can have at most ${MAX_TAGS} tags.`,
      );
    }
    resource.replace(tags);
    return {};
  },
};
