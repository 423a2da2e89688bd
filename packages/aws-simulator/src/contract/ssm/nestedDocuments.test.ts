import { CreateDocumentCommand } from '@aws-sdk/client-ssm';
import { itSimulated } from '../harness';
import { useCloudWatchAgent } from './cloudWatchAgent';

describe('documents that run documents', () => {
  const { ssm, find, send, configurationOf, isRunning, parameter, bare } =
    useCloudWatchAgent();

  const MANAGE = {
    action: 'configure',
    mode: '{{ mode }}',
    optionalConfigurationSource: 'ssm',
    optionalConfigurationLocation: '{{ configuration }}',
    optionalRestart: 'yes',
  };
  const publish = (documentParameters: unknown) =>
    ssm().send(
      new CreateDocumentCommand({
        Name: 'Ours-Monitor',
        DocumentType: 'Command',
        Content: JSON.stringify({
          schemaVersion: '2.2',
          parameters: {
            mode: { type: 'String', default: 'auto' },
            configuration: {
              type: 'String',
              default: 'AmazonCloudWatch-linux',
            },
          },
          mainSteps: [
            {
              name: 'install',
              action: 'aws:configurePackage',
              inputs: { name: 'AmazonCloudWatchAgent', action: 'Install' },
              onFailure: 'exit',
            },
            {
              name: 'configure',
              action: 'aws:runDocument',
              inputs: {
                documentType: 'SSMDocument',
                documentPath: 'AmazonCloudWatch-ManageAgent',
                documentParameters,
              },
            },
          ],
        }),
      }),
    );

  itSimulated.each([
    ['a map', MANAGE],
    ['JSON', JSON.stringify(MANAGE)],
  ])('install and configure the agent, given %s', async (_, given) => {
    const node = await bare('Linux', true);
    await publish(given);
    expect(await send(node, 'Ours-Monitor', {}, 'configure')).toMatchObject({
      Status: 'Success',
      StandardOutputContent: expect.stringContaining(
        'Configuration validation succeeded',
      ),
    });
    expect(await isRunning(node)).toBe(true);
    expect(await configurationOf(node)).toBe(
      await parameter('AmazonCloudWatch-linux'),
    );
  });

  itSimulated('fail as the one within does', async () => {
    const node = await bare('Linux', true);
    await publish(MANAGE);
    expect(
      await send(node, 'Ours-Monitor', { mode: ['ec2'] }, 'configure'),
    ).toMatchObject({
      Status: 'Failed',
      StandardErrorContent: expect.stringContaining('aws-region'),
    });
    expect(
      await send(node, 'Ours-Monitor', { mode: ['moon'] }, 'configure'),
    ).toMatchObject({
      Status: 'Failed',
      StandardErrorContent: expect.stringContaining('moon'),
    });
  });

  itSimulated('end where they run each other', async () => {
    const [node] = await find({ platform: 'Linux' });
    const nest = (Name: string, documentPath: string) =>
      ssm().send(
        new CreateDocumentCommand({
          Name,
          DocumentType: 'Command',
          Content: JSON.stringify({
            schemaVersion: '2.2',
            mainSteps: [
              {
                name: 'next',
                action: 'aws:runDocument',
                inputs: { documentType: 'SSMDocument', documentPath },
              },
            ],
          }),
        }),
      );
    await nest('Ours-Round', 'Ours-Round');
    await nest('Ours-Lost', 'Ours-Nothing');

    expect(await send(node, 'Ours-Round', {})).toMatchObject({
      Status: 'Failed',
      StandardErrorContent: expect.stringContaining('maximum depth'),
    });
    expect(await send(node, 'Ours-Lost', {})).toMatchObject({
      Status: 'Failed',
      StandardErrorContent: expect.stringContaining('Ours-Nothing'),
    });
  });

  itSimulated('are run by AWS-RunDocument, too', async () => {
    const node = await bare('Linux');
    await publish(MANAGE);
    expect(
      await send(
        node,
        'AWS-RunDocument',
        {
          sourceType: ['SSMDocument'],
          sourceInfo: ['{"name": "Ours-Monitor"}'],
          documentParameters: ['{"mode": "auto"}'],
        },
        'runDocument',
      ),
    ).toMatchObject({ Status: 'Success' });
    expect(await isRunning(node)).toBe(true);
  });
});
