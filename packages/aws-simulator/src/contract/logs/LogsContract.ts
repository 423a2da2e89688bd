import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogGroupsCommandInput,
  DescribeLogStreamsCommand,
  DescribeLogStreamsCommandInput,
  FilteredLogEvent,
  FilterLogEventsCommand,
  FilterLogEventsCommandInput,
  GetLogEventsCommand,
  GetLogEventsCommandInput,
  LogGroup,
  LogStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { ModelNode } from '../..';
import { ACCOUNT, againstAws, Contract, listAll } from '../harness';

/** Tests of groups that no other account has. */
export const describeSimulated = againstAws ? describe.skip : describe;

/** Where the clock stands at first. */
export const NOW = Date.parse('2026-11-20T12:00:00Z');
/** Of the simulated clock. */
export const MINUTE = 60_000;
export const MANAGEMENT = '999900001111';
/** A group of the account. */
export const GROUP = '/managed-nodes/payments';
/** Its ARN. */
export const ARN = `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:${GROUP}`;
/** The group that has the lines of all accounts. */
export const CENTRAL = '/central/managed-nodes';

/** CloudWatch Logs as the tests of one file use it. */
export class LogsContract {
  readonly contract = Contract.use({ nodes: 400, time: new Date(NOW) });
  #logs: CloudWatchLogsClient | undefined;
  #nodes: ModelNode[] = [];

  static use(): LogsContract {
    return new LogsContract();
  }

  private constructor() {
    beforeAll(async () => {
      this.#logs = new CloudWatchLogsClient(await this.contract.role());
      const { control } = this.contract.simulator;
      const { nodes } = await control.findNodes({
        account: ACCOUNT,
        region: 'eu-central-1',
        tag: 'Application=payments',
      });
      this.#nodes = nodes;
    });
  }

  /** A client of the account. */
  get logs(): CloudWatchLogsClient {
    return this.#logs ?? this.central;
  }

  /** A client of the management account. */
  get central(): CloudWatchLogsClient {
    return new CloudWatchLogsClient(this.contract.user());
  }

  /** Machines whose lines are in the group. */
  get nodes(): readonly ModelNode[] {
    return this.#nodes;
  }

  /** A machine that is there. */
  get online(): string {
    return this.#nodes.find(node => node.pingStatus === 'Online')?.id ?? '';
  }

  async groups(
    input: DescribeLogGroupsCommandInput = {},
    client = this.logs,
  ): Promise<LogGroup[]> {
    const { items } = await listAll(
      nextToken =>
        client.send(new DescribeLogGroupsCommand({ ...input, nextToken })),
      page => page.nextToken,
      page => page.logGroups,
    );
    return items;
  }

  async streams(
    input: DescribeLogStreamsCommandInput = { logGroupName: GROUP },
    client = this.logs,
  ): Promise<LogStream[]> {
    const { items } = await listAll(
      nextToken =>
        client.send(new DescribeLogStreamsCommand({ ...input, nextToken })),
      page => page.nextToken,
      page => page.logStreams,
    );
    return items;
  }

  filter(input: FilterLogEventsCommandInput, client = this.logs) {
    return listAll<
      { nextToken?: string; events?: FilteredLogEvent[] },
      FilteredLogEvent
    >(
      nextToken =>
        client.send(new FilterLogEventsCommand({ ...input, nextToken })),
      page => page.nextToken,
      page => page.events,
    );
  }

  get(input: Partial<GetLogEventsCommandInput>, client = this.logs) {
    return client.send(
      new GetLogEventsCommand({
        logGroupName: GROUP,
        logStreamName: undefined,
        ...input,
      }),
    );
  }
}
