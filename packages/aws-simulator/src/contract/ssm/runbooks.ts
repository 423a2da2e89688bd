import {
  AutomationExecution,
  CreateDocumentCommand,
  GetAutomationExecutionCommand,
  SSMClient,
  StartAutomationExecutionCommand,
  StartAutomationExecutionCommandInput,
} from '@aws-sdk/client-ssm';
import { ModelNode, NodeQuery } from '../..';
import { ACCOUNT, Contract, OPERATE_ROLE, REGION } from '../harness';

/** The role of the simulated accounts that may change documents and tables. */
export const PUBLISH_ROLE = 'RunbookPublisher';

/** Automation as the tests of one file use it: time stands still, and each test has a new fleet. */
export function useRunbooks() {
  const contract = Contract.use({
    nodes: 400,
    time: new Date('2026-11-20T12:00:00Z'),
    commandFailureRate: 0,
    unevenPages: false,
  });
  const clients: { publisher?: SSMClient; operator?: SSMClient } = {};
  const ssm = {
    get publisher(): SSMClient {
      return clients.publisher ?? new SSMClient(contract.user());
    },
    get operator(): SSMClient {
      return clients.operator ?? new SSMClient(contract.user());
    },
  };
  const control = () => contract.simulator.control;

  const find = async ({
    platform,
    ...query
  }: NodeQuery & { platform?: string } = {}): Promise<ModelNode[]> => {
    const { nodes } = await control().findNodes({
      account: ACCOUNT,
      region: REGION,
      pingStatus: 'Online',
      ...query,
    });
    return nodes.filter(
      ({ platformType }) => !platform || platformType === platform,
    );
  };
  /** Creates an Automation document of steps, and more if need be. */
  const publish = async (
    Name: string,
    mainSteps: object[],
    more: object = {},
  ) => {
    await ssm.publisher.send(
      new CreateDocumentCommand({
        Name,
        DocumentType: 'Automation',
        DocumentFormat: 'JSON',
        Content: JSON.stringify({ schemaVersion: '0.3', mainSteps, ...more }),
      }),
    );
    return Name;
  };
  const start = async (
    DocumentName: string,
    Parameters: Record<string, string[]> = {},
    more: Partial<StartAutomationExecutionCommandInput> = {},
  ) => {
    const { AutomationExecutionId = '' } = await ssm.operator.send(
      new StartAutomationExecutionCommand({
        DocumentName,
        Parameters,
        ...more,
      }),
    );
    return AutomationExecutionId;
  };
  const get = async (
    AutomationExecutionId: string,
  ): Promise<AutomationExecution> => {
    const { AutomationExecution: execution } = await ssm.operator.send(
      new GetAutomationExecutionCommand({ AutomationExecutionId }),
    );
    return execution ?? {};
  };
  /** Lets time go on, and tells how an execution stands then. */
  const after = async (seconds: number, id: string) => {
    await control().advance(seconds * 1000);
    return get(id);
  };

  beforeAll(async () => {
    clients.publisher = new SSMClient(await contract.role(PUBLISH_ROLE));
    clients.operator = new SSMClient(await contract.role(OPERATE_ROLE));
  });
  beforeEach(async () => {
    await control().reset();
  });

  return { contract, control, ssm, find, publish, start, get, after };
}

/** Statuses of an execution's steps, by name; of those of loops the last. */
export function statusesOf({ StepExecutions = [] }: AutomationExecution) {
  return Object.fromEntries(
    StepExecutions.map(({ StepName, StepStatus }) => [StepName, StepStatus]),
  );
}
