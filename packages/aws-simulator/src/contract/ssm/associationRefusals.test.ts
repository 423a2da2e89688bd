import { CreateAssociationCommandInput } from '@aws-sdk/client-ssm';
import { itSimulated } from '../harness';
import { useStateManager } from './stateManager';

describe('new associations', () => {
  const { find, create } = useStateManager();
  const anybody = [{ Key: 'tag:Stage', Values: ['prod'] }];
  itSimulated.each<[string, string, Partial<CreateAssociationCommandInput>]>([
    ['a document that is not there', 'InvalidDocument', { Name: 'Nothing' }],
    [
      'a document of Automation',
      'InvalidDocument',
      { Name: 'AWS-RestartEC2Instance' },
    ],
    [
      'a version that is not there',
      'InvalidDocumentVersion',
      { DocumentVersion: '7' },
    ],
    [
      'a node that is not there',
      'InvalidTarget',
      { Targets: [{ Key: 'InstanceIds', Values: ['mi-0000000000000dead'] }] },
    ],
    ['no target', 'InvalidTarget', { Targets: [] }],
    [
      'a target without values',
      'InvalidTarget',
      { Targets: [{ Key: 'tag:Stage', Values: [] }] },
    ],
    [
      'a target of Run Command',
      'InvalidTarget',
      { Targets: [{ Key: 'tag-key', Values: ['Stage'] }] },
    ],
    [
      'six targets',
      'ValidationException',
      { Targets: Array.from({ length: 6 }, () => anybody[0]) },
    ],
    [
      'a parameter that is missing',
      'InvalidParameters',
      { Targets: anybody, Parameters: {} },
    ],
    [
      'a parameter that is unknown',
      'InvalidParameters',
      {
        Targets: anybody,
        Parameters: { commands: ['true'], more: ['true'] },
      },
    ],
    [
      'a name with a space',
      'ValidationException',
      { Targets: anybody, AssociationName: 'my association' },
    ],
    [
      'a bucket without a name',
      'InvalidOutputLocation',
      { Targets: anybody, OutputLocation: { S3Location: {} } },
    ],
    [
      'a tag twice',
      'InvalidTag',
      {
        Targets: anybody,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ],
      },
    ],
  ])('refuse %s: %s', async (_, name, more) => {
    await expect(create([], more)).rejects.toMatchObject({ name });
  });

  itSimulated.each<[string, object]>([
    ['every day', {}],
    ['rate(0 days)', {}],
    ['rate(29 minutes)', {}],
    ['cron(0/10 * * * ? *)', {}],
    ['cron(0 2 * * * *)', {}],
    ['cron(0 2 ? 6 SUN *)', {}],
    ['at(2020-01-01T00:00:00)', {}],
    ['rate(1 day)', { ApplyOnlyAtCronInterval: true }],
    ['cron(0 2 ? * SUN *)', { ScheduleOffset: 2 }],
  ])('refuse the schedule %s %o', async (ScheduleExpression, more) => {
    await expect(
      create([], {
        Targets: anybody,
        ScheduleExpression,
        ...more,
      }),
    ).rejects.toMatchObject({ name: 'InvalidSchedule' });
  });

  itSimulated('refuse a node that the document is not for', async () => {
    await expect(
      create((await find({ platform: 'Windows' })).slice(0, 1)),
    ).rejects.toMatchObject({ name: 'UnsupportedPlatformType' });
  });
});
