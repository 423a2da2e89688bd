import { Query } from '../../logs/Query';
import { AwsError } from '../../protocol/AwsError';
import { RequestContext } from '../../services/types';
import { constraints } from './limits';

/**
 * The query that a request is about, if the account started it in this Region.
 *
 * @throws AwsError ResourceNotFoundException
 */
export function queryOf(
  queryId: string | undefined,
  { account, region, logs }: RequestContext,
): Query {
  const id = queryId ?? '';
  constraints.length('queryId', id, 1, 256);
  const query = logs.queries.find(account, region, id);
  if (!query) {
    throw new AwsError(
      'ResourceNotFoundException',
      'The specified query does not exist.',
    );
  }
  return query;
}
