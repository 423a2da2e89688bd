import {
  RemoveTagsFromResource$,
  RemoveTagsFromResourceRequest,
  RemoveTagsFromResourceResult,
} from '@aws-sdk/client-ssm';
import { withoutTags } from '../../fleet/tags';
import { Operation } from '../../services/types';
import { resourceArn, tagged } from './tagging';

export const RemoveTagsFromResource: Operation<
  RemoveTagsFromResourceRequest,
  RemoveTagsFromResourceResult
> = {
  schema: RemoveTagsFromResource$,
  action: 'ssm:RemoveTagsFromResource',
  resource: resourceArn,
  handle(input, context) {
    const resource = tagged(input, context);
    resource.replace(withoutTags(resource.tags, input.TagKeys ?? []));
    return {};
  },
};
