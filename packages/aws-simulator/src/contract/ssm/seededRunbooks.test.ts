import {
  GetAutomationExecutionCommand,
  GetDocumentCommand,
  SSMClient,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import {
  ACCOUNT,
  Contract,
  itSimulated,
  OPERATE_ROLE,
  REGION,
} from '../harness';

const CHECK = `schemaVersion: '0.3'
description: Runs a script from elsewhere
parameters:
  Node:
    type: String
mainSteps:
  - name: check
    action: aws:runCommand
    inputs:
      DocumentName: AWS-RunRemoteScript
      InstanceIds:
        - '{{ Node }}'
      Parameters:
        sourceType: S3
        sourceInfo: '{"path":"https://s3.amazonaws.com/scripts/check.sh"}'
        commandLine: bash check.sh /var/log/app.log
outputs:
  - check.Output
`;

describe('runbooks that are there from the start', () => {
  const contract = Contract.use({
    nodes: 400,
    time: new Date('2026-11-20T12:00:00Z'),
    unevenPages: false,
    documents: [
      { name: 'Check', type: 'Automation', format: 'YAML', content: CHECK },
    ],
    remoteFiles: {
      'check.sh': '[ -f "$1" ] && echo "$1 is there" || echo "$1 is missing"\n',
    },
  });

  itSimulated('run scripts from elsewhere in every account', async () => {
    const { control } = contract.simulator;
    const { nodes } = await control.findNodes({
      account: ACCOUNT,
      region: REGION,
      pingStatus: 'Online',
    });
    const { id: node } = nodes.filter(
      ({ platformType }) => platformType === 'Linux',
    )[0];
    const client = new SSMClient(await contract.role(OPERATE_ROLE));
    const run = async () => {
      const { AutomationExecutionId } = await client.send(
        new StartAutomationExecutionCommand({
          DocumentName: 'Check',
          Parameters: { Node: [node] },
        }),
      );
      await control.advance(60_000);
      const { AutomationExecution: execution } = await client.send(
        new GetAutomationExecutionCommand({ AutomationExecutionId }),
      );
      return execution?.Outputs?.['check.Output']?.[0];
    };
    expect(await run()).toContain('/var/log/app.log is missing\n');
    await control.runbooks.changeMachine(node, {
      files: { '/var/log/app.log': 'line\n' },
      services: { nginx: false },
    });
    expect(await run()).toContain('/var/log/app.log is there\n');
    expect((await control.runbooks.machine(node)).services.nginx).toBe(false);
    expect(await control.runbooks.list()).toMatchObject([
      { document: 'Check', status: 'Success', account: ACCOUNT },
      { document: 'Check', status: 'Success', clientToken: null },
    ]);

    const other = new SSMClient(
      await contract.role(OPERATE_ROLE, '666677778888'),
    );
    expect(
      await other.send(new GetDocumentCommand({ Name: 'Check' })),
    ).toMatchObject({ DocumentVersion: '1', Content: CHECK });
    await control.reset();
    expect(await control.runbooks.list()).toEqual([]);
    expect(
      await client.send(new GetDocumentCommand({ Name: 'Check' })),
    ).toMatchObject({ Status: 'Active' });
  });
});
