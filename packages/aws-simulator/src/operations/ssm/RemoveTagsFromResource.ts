import {
  RemoveTagsFromResource$,
  RemoveTagsFromResourceRequest,
  RemoveTagsFromResourceResult,
} from '@aws-sdk/client-ssm';
import { withoutTags } from '../../fleet/tags';
import { Operation } from '../../services/types';
import { resourceArn, taggedNode } from './tagging';

export const RemoveTagsFromResource: Operation<
  RemoveTagsFromResourceRequest,
  RemoveTagsFromResourceResult
> = {
  schema: RemoveTagsFromResource$,
  action: 'ssm:RemoveTagsFromResource',
  resource: resourceArn,
  handle(input, context) {
    const node = taggedNode(input, context);
    const before = node.tags;
    node.tags = withoutTags(before, input.TagKeys ?? []);
    context.events.tagsChanged(node, before);
    return {};
  },
};
