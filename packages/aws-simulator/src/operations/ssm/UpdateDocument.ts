import {
  UpdateDocument$,
  UpdateDocumentRequest,
  UpdateDocumentResult,
} from '@aws-sdk/client-ssm';
import { DocumentFormat } from '../../documents/types';
import { versionOf } from '../../documents/versions';
import { Operation } from '../../services/types';
import {
  DOCUMENT_ARN,
  DOCUMENT_VERSION,
  namedDocumentArn,
  toDescription,
  VERSION_NAME,
} from './documentViews';
import { constraints } from './limits';

/** A new version, which is not the default one. */
export const UpdateDocument: Operation<
  UpdateDocumentRequest,
  UpdateDocumentResult
> = {
  schema: UpdateDocument$,
  action: 'ssm:UpdateDocument',
  resource: ({ Name }, context) => namedDocumentArn(Name, context),
  handle(input, context) {
    const { documents, account, region, now } = context;
    const { Name = '', Content = '' } = input;
    constraints.pattern('name', Name, DOCUMENT_ARN);
    constraints.length('content', Content, 1, Infinity);
    constraints.pattern('versionName', input.VersionName, VERSION_NAME);
    constraints.pattern(
      'documentVersion',
      input.DocumentVersion,
      DOCUMENT_VERSION,
    );
    constraints.oneOf('documentFormat', input.DocumentFormat, ['JSON', 'YAML']);
    const document = documents.own({ account, region }, Name);
    const based = versionOf(document, input.DocumentVersion ?? '$LATEST');
    const version = documents.update(
      document,
      {
        text: Content,
        format: (input.DocumentFormat ?? based.format) as DocumentFormat,
        versionName: input.VersionName,
      },
      now,
    );
    document.displayName = input.DisplayName ?? document.displayName;
    document.targetType = input.TargetType ?? document.targetType;
    return { DocumentDescription: toDescription(document, version, context) };
  },
};
