import {
  DescribeDocument$,
  DescribeDocumentRequest,
  DescribeDocumentResult,
} from '@aws-sdk/client-ssm';
import { versionOf } from '../../documents/versions';
import { Operation } from '../../services/types';
import {
  DOCUMENT_ARN,
  DOCUMENT_VERSION,
  namedDocumentArn,
  toDescription,
} from './documentViews';
import { constraints } from './limits';

export const DescribeDocument: Operation<
  DescribeDocumentRequest,
  DescribeDocumentResult
> = {
  schema: DescribeDocument$,
  action: 'ssm:DescribeDocument',
  resource: ({ Name }, context) => namedDocumentArn(Name, context),
  handle({ Name = '', DocumentVersion }, context) {
    const { documents, account, region } = context;
    constraints.pattern('name', Name, DOCUMENT_ARN);
    constraints.pattern('documentVersion', DocumentVersion, DOCUMENT_VERSION);
    const document = documents.get({ account, region }, Name);
    return {
      Document: toDescription(
        document,
        versionOf(document, DocumentVersion),
        context,
      ),
    };
  },
};
