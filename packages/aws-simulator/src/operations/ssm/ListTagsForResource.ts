import {
  ListTagsForResource$,
  ListTagsForResourceRequest,
  ListTagsForResourceResult,
} from '@aws-sdk/client-ssm';
import { Operation } from '../../services/types';
import { resourceArn, tagged } from './tagging';

export const ListTagsForResource: Operation<
  ListTagsForResourceRequest,
  ListTagsForResourceResult
> = {
  schema: ListTagsForResource$,
  action: 'ssm:ListTagsForResource',
  resource: resourceArn,
  handle(input, context) {
    return { TagList: [...tagged(input, context).tags] };
  },
};
