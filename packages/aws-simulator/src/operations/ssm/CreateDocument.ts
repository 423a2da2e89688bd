import {
  CreateDocument$,
  CreateDocumentRequest,
  CreateDocumentResult,
} from '@aws-sdk/client-ssm';
import { DocumentFormat, DocumentKind } from '../../documents/types';
import { versionOf } from '../../documents/versions';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import {
  DOCUMENT_NAME,
  namedDocumentArn,
  toDescription,
  VERSION_NAME,
} from './documentViews';
import { constraints } from './limits';

const KINDS = ['Automation', 'Command'];
const FORMATS = ['JSON', 'YAML', 'TEXT'];

/** Knows Automation and Command documents; the other types have no engine here. */
export const CreateDocument: Operation<
  CreateDocumentRequest,
  CreateDocumentResult
> = {
  schema: CreateDocument$,
  action: 'ssm:CreateDocument',
  resource: ({ Name }, context) => namedDocumentArn(Name, context),
  handle(input, context) {
    const { documents, account, region, now } = context;
    const { Name = '', Content = '', DocumentType = 'Command' } = input;
    constraints.pattern('name', Name, DOCUMENT_NAME);
    constraints.length('content', Content, 1, Infinity);
    constraints.pattern('versionName', input.VersionName, VERSION_NAME);
    constraints.oneOf('documentFormat', input.DocumentFormat, FORMATS);
    constraints.length('displayName', input.DisplayName, 0, 1024);
    constraints.length('targetType', input.TargetType, 0, 200);
    constraints.length('tags', input.Tags, 0, 1000);
    if (
      /^(aws|amazon|amzn|AWSEC2|AWSConfigRemediation|AWSSupport)/i.test(Name)
    ) {
      throw new AwsError(
        'ValidationException',
        `The document name ${Name} begins with a prefix that is reserved.`,
      );
    }
    if (!KINDS.includes(DocumentType)) {
      throw new AwsError(
        'InvalidDocumentContent',
        `Documents of type ${DocumentType} are not simulated.`,
      );
    }
    if (input.DocumentFormat === 'TEXT') {
      throw new AwsError(
        'InvalidDocumentContent',
        `Format TEXT is not supported for document type ${DocumentType}.`,
      );
    }
    const document = documents.create(
      { account, region },
      {
        name: Name,
        kind: DocumentType as DocumentKind,
        format: (input.DocumentFormat ?? 'JSON') as DocumentFormat,
        text: Content,
        versionName: input.VersionName,
        targetType: input.TargetType,
        displayName: input.DisplayName,
        tags: (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({
          Key,
          Value,
        })),
      },
      now,
    );
    return {
      DocumentDescription: toDescription(
        document,
        versionOf(document),
        context,
      ),
    };
  },
};
