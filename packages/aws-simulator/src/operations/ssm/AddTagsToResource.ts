import {
  AddTagsToResource$,
  AddTagsToResourceRequest,
  AddTagsToResourceResult,
} from '@aws-sdk/client-ssm';
import { withTags } from '../../fleet/tags';
import { Operation } from '../../services/types';
import { checkTagCount, checkTags } from './newTags';
import { resourceArn, tagged } from './tagging';

export const AddTagsToResource: Operation<
  AddTagsToResourceRequest,
  AddTagsToResourceResult
> = {
  schema: AddTagsToResource$,
  action: 'ssm:AddTagsToResource',
  resource: resourceArn,
  handle(input, context) {
    const added = input.Tags ?? [];
    checkTags(added);
    const resource = tagged(input, context);
    const tags = withTags(
      resource.tags,
      added.map(({ Key = '', Value = '' }) => [Key, Value] as const),
    );
    checkTagCount(tags);
    resource.replace(tags);
    return {};
  },
};
