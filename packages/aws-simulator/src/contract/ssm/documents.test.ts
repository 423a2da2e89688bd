import {
  AddTagsToResourceCommand,
  CreateDocumentCommand,
  CreateDocumentCommandInput,
  DeleteDocumentCommand,
  DescribeDocumentCommand,
  DescribeDocumentPermissionCommand,
  GetDocumentCommand,
  ListDocumentsCommand,
  ListDocumentVersionsCommand,
  ListTagsForResourceCommand,
  ModifyDocumentPermissionCommand,
  SSMClient,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from '@aws-sdk/client-ssm';
import { createHash } from 'crypto';
import { ACCOUNT, itSimulated, listAll, READ_ROLE, REGION } from '../harness';
import { PUBLISH_ROLE, useRunbooks } from './runbooks';

const OTHER = '333344445555';

const SLEEP = `description: Sleeps
schemaVersion: '0.3'
parameters:
  How:
    type: String
    default: PT1S
mainSteps:
  - name: sleeps
    action: aws:sleep
    inputs:
      Duration: '{{ How }}'
`;

describe('documents', () => {
  const { contract, ssm } = useRunbooks();

  const create = (more: Partial<CreateDocumentCommandInput> = {}) =>
    ssm.publisher.send(
      new CreateDocumentCommand({
        Name: 'Sleep',
        Content: SLEEP,
        DocumentType: 'Automation',
        DocumentFormat: 'YAML',
        ...more,
      }),
    );

  itSimulated('are created, read, changed and deleted', async () => {
    const { DocumentDescription: created } = await create({
      Tags: [{ Key: 'runbook', Value: 'yes' }],
    });
    expect(created).toMatchObject({
      Name: 'Sleep',
      Owner: ACCOUNT,
      Status: 'Active',
      DocumentVersion: '1',
      DefaultVersion: '1',
      SchemaVersion: '0.3',
      Hash: createHash('sha256').update(SLEEP).digest('hex'),
      HashType: 'Sha256',
      Parameters: [{ Name: 'How', Type: 'String', DefaultValue: 'PT1S' }],
    });
    await ssm.publisher.send(
      new UpdateDocumentCommand({
        Name: 'Sleep',
        Content: SLEEP.replace('PT1S', 'PT2S'),
        DocumentVersion: '$LATEST',
        VersionName: 'longer',
      }),
    );
    const read = async (DocumentVersion?: string) => {
      const { Content = '' } = await ssm.publisher.send(
        new GetDocumentCommand({
          Name: 'Sleep',
          DocumentVersion,
          DocumentFormat: 'JSON',
        }),
      );
      return JSON.parse(Content).parameters.How.default;
    };
    expect(await read()).toBe('PT1S');
    expect(await read('$LATEST')).toBe('PT2S');
    await ssm.publisher.send(
      new UpdateDocumentDefaultVersionCommand({
        Name: 'Sleep',
        DocumentVersion: '2',
      }),
    );
    expect(await read('$DEFAULT')).toBe('PT2S');
    const { DocumentVersions } = await ssm.publisher.send(
      new ListDocumentVersionsCommand({ Name: 'Sleep' }),
    );
    expect(DocumentVersions).toMatchObject([
      { DocumentVersion: '2', IsDefaultVersion: true, VersionName: 'longer' },
      { DocumentVersion: '1', IsDefaultVersion: false },
    ]);
    await ssm.publisher.send(new DeleteDocumentCommand({ Name: 'Sleep' }));
    await expect(read()).rejects.toMatchObject({ name: 'InvalidDocument' });
  });

  itSimulated('are refused when they are wrong', async () => {
    await create();
    const refused = (more: Partial<CreateDocumentCommandInput>, name: string) =>
      expect(create(more)).rejects.toMatchObject({ name });
    await refused({}, 'DocumentAlreadyExists');
    await refused({ Name: 'AWS-Mine' }, 'ValidationException');
    const Name = 'Other';
    await refused({ Name, Content: 'a: [' }, 'InvalidDocumentContent');
    await refused(
      { Name, Content: SLEEP.replace("'0.3'", "'9.9'") },
      'InvalidDocumentSchemaVersion',
    );
    await refused(
      { Name, Content: SLEEP.replace('aws:sleep', 'aws:dream') },
      'InvalidDocumentContent',
    );
    await refused(
      { Name, Content: SLEEP.replace('{{ How }}', '{{ Why }}') },
      'InvalidDocumentContent',
    );
    await refused(
      { Name, Content: `${SLEEP}    nextStep: nowhere\n` },
      'InvalidDocumentContent',
    );
    await refused(
      { Name, Content: `${SLEEP}#${'x'.repeat(70_000)}` },
      'MaxDocumentSizeExceeded',
    );
    await expect(
      ssm.publisher.send(
        new UpdateDocumentCommand({ Name: 'Sleep', Content: SLEEP }),
      ),
    ).rejects.toMatchObject({ name: 'DuplicateDocumentContent' });
  });

  itSimulated('of Amazon are there', async () => {
    const { items } = await listAll(
      NextToken =>
        ssm.operator.send(
          new ListDocumentsCommand({
            Filters: [{ Key: 'Owner', Values: ['Amazon'] }],
            MaxResults: 7,
            NextToken,
          }),
        ),
      page => page.NextToken,
      page => page.DocumentIdentifiers,
    );
    const names = items.map(({ Name }) => Name);
    expect(names.length).toBeGreaterThanOrEqual(24);
    expect(names).toEqual(
      expect.arrayContaining([
        'AWS-RestartEC2Instance',
        'AWS-RunShellScript',
        'AmazonCloudWatch-ManageAgent',
        'AWS-PatchInstanceWithRollback',
      ]),
    );
    const { Document } = await ssm.operator.send(
      new DescribeDocumentCommand({ Name: 'AWS-ConfigureAWSPackage' }),
    );
    expect(Document).toMatchObject({
      Owner: 'Amazon',
      DocumentType: 'Command',
    });
    expect(Document?.Parameters?.map(({ Name }) => Name)).toContain('action');
  });

  itSimulated('are others’ until they are shared', async () => {
    await create();
    const other = new SSMClient(await contract.role(READ_ROLE, OTHER));
    const arn = `arn:aws:ssm:${REGION}:${ACCOUNT}:document/Sleep`;
    const read = () => other.send(new GetDocumentCommand({ Name: arn }));
    await expect(read()).rejects.toMatchObject({ name: 'InvalidDocument' });
    await ssm.publisher.send(
      new ModifyDocumentPermissionCommand({
        Name: 'Sleep',
        PermissionType: 'Share',
        AccountIdsToAdd: [OTHER],
      }),
    );
    await expect(read()).resolves.toMatchObject({ Name: arn });
    expect(
      await ssm.publisher.send(
        new DescribeDocumentPermissionCommand({
          Name: 'Sleep',
          PermissionType: 'Share',
        }),
      ),
    ).toMatchObject({ AccountIds: [OTHER] });
    await expect(
      ssm.publisher.send(new DeleteDocumentCommand({ Name: 'Sleep' })),
    ).rejects.toMatchObject({ name: 'InvalidDocumentOperation' });
    await expect(
      new SSMClient(await contract.role(PUBLISH_ROLE, OTHER)).send(
        new UpdateDocumentCommand({ Name: arn, Content: SLEEP }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidDocument' });
  });

  itSimulated('carry tags', async () => {
    await create();
    await ssm.publisher.send(
      new AddTagsToResourceCommand({
        ResourceType: 'Document',
        ResourceId: 'Sleep',
        Tags: [{ Key: 'title', Value: 'Sleep well' }],
      }),
    );
    const tags = await ssm.publisher.send(
      new ListTagsForResourceCommand({
        ResourceType: 'Document',
        ResourceId: 'Sleep',
      }),
    );
    expect(tags.TagList).toEqual([{ Key: 'title', Value: 'Sleep well' }]);
    const { DocumentIdentifiers } = await ssm.publisher.send(
      new ListDocumentsCommand({
        Filters: [{ Key: 'tag:title', Values: ['Sleep well'] }],
      }),
    );
    expect(DocumentIdentifiers).toMatchObject([{ Name: 'Sleep' }]);
  });
});
