import { isError } from '@backstage/errors';
import { isAccessDenied } from '../../../aws/problems';

const NAMES_ACTION = /not authorized to perform: [\w-]+:\w+/;
const OTHER_REGION =
  /^(PermanentRedirect|IllegalLocationConstraint|AuthorizationHeaderMalformed)/;

/** An object that was listed and is not there any more. */
export class ObjectGoneError extends Error {
  override name = 'NoSuchKey';
}

/**
 * Says what S3 refused and what would help, as its own words often are no more
 * than `Access Denied`. The error keeps its name, by which it is judged.
 *
 * @param action - the IAM action of the request
 */
export function inWords(
  error: unknown,
  action: 's3:ListBucket' | 's3:GetObject',
  bucket: string,
  key: string,
): unknown {
  if (!isError(error) || error.name === 'AbortError') {
    return error;
  }
  const words = new Error(
    `${explain(error, action, bucket, key)} (S3: ${error.message})`,
    { cause: error },
  );
  words.name = error.name;
  return words;
}

function explain(
  error: Error,
  action: string,
  bucket: string,
  key: string,
): string {
  const what = `s3://${bucket}/${key}`;
  const doing =
    action === 's3:ListBucket' ? `list ${what}` : `read the object ${what}`;
  if (isAccessDenied(error)) {
    return NAMES_ACTION.test(error.message)
      ? `May not ${doing}`
      : `May not ${doing}: not authorized to perform: ${action}`;
  }
  if (error.name === 'NoSuchBucket') {
    return `There is no bucket '${bucket}', which managedNodes.resourceDataSync.bucket names`;
  }
  if (OTHER_REGION.test(error.name)) {
    return `The bucket '${bucket}' is in another Region than managedNodes.resourceDataSync.region says`;
  }
  return `Could not ${doing}`;
}
