import {
  Command,
  GetCommandInvocationCommand,
  GetCommandInvocationCommandOutput,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
} from '@aws-sdk/client-ssm';
import { NotFoundError } from '@backstage/errors';
import { OperationOutput } from '@managed-nodes/plugin-managed-nodes-common';
import { AwsClients } from '../aws/AwsClients';
import { CallMeter, CallObserver } from '../aws/CallMeter';
import { pagesOf } from '../aws/paging';
import { cleanText } from '../nodes/text';
import { TargetKey } from '../nodes/types';
import { findCommand, invokedAfter } from './findCommand';
import { cleanOutput } from './output';
import { toReport } from './reports';
import { SentCommand } from './sessionPolicy';
import { NodeReport } from './types';

/** Characters that AWS keeps of what a node printed. */
const MAX_STDOUT = 24_000;
const MAX_STDERR = 8_000;

const CUT = /-+\s*(?:output|error) truncated\s*-+\s*$/i;

/** States of a command that has ended; others may be new to us. */
const ENDED = /^(Success|Failed|TimedOut)$/;

/** What AWS answers about a command it does not have. */
const UNKNOWN = /^(InvalidCommandId|InvocationDoesNotExist)/;

/** Is another one whenever a command got on. */
function fingerprint(command: Command): string {
  return [
    command.Status,
    command.StatusDetails,
    command.CompletedCount,
    command.ErrorCount,
    command.DeliveryTimedOutCount,
  ].join('/');
}

/** What became of one step of a command on a node. */
export interface StepReport {
  /** AWS's word, e.g. `InProgress`. */
  status: string;
  /** AWS's words for how it ended, where they say more than the status. */
  detail: string;
  output: OperationOutput;
}

function toStepReport(answer: GetCommandInvocationCommandOutput): StepReport {
  const {
    Status: status = 'Pending',
    StatusDetails,
    StandardOutputContent: out = '',
    StandardErrorContent: err = '',
    ResponseCode: code = -1,
  } = answer;
  return {
    status,
    detail: cleanText(StatusDetails, 256) ?? status,
    output: {
      stdout: cleanOutput(out, MAX_STDOUT),
      stderr: cleanOutput(err, MAX_STDERR),
      truncated:
        out.length >= MAX_STDOUT ||
        err.length >= MAX_STDERR ||
        CUT.test(out) ||
        CUT.test(err),
      // AWS's way to say that it has not ended.
      exitCode: code < 0 ? null : code,
    },
  };
}

/** Reads, as the portal, what becomes of commands that people sent. */
export class CommandReader {
  readonly #clients: Pick<AwsClients, 'forTarget'>;
  readonly #meter: CallMeter;

  static create(options: {
    clients: Pick<AwsClients, 'forTarget'>;
    /** Told of every request to AWS. */
    observer?: CallObserver;
  }): CommandReader {
    return new CommandReader(options.clients, CallMeter.create(options));
  }

  private constructor(
    clients: Pick<AwsClients, 'forTarget'>,
    meter: CallMeter,
  ) {
    this.#clients = clients;
    this.#meter = meter;
  }

  /**
   * How a command is doing on its nodes (`ssm:ListCommandInvocations`). In the
   * first moments, and after a month, AWS shows none.
   */
  async reports(
    target: TargetKey,
    commandId: string,
    signal: AbortSignal,
  ): Promise<NodeReport[]> {
    const { ssm } = await this.#clients.forTarget(target, 'interactive');
    const reports: NodeReport[] = [];
    try {
      const pages = pagesOf(
        NextToken =>
          ssm.send(
            this.#meter.watch(
              new ListCommandInvocationsCommand({
                CommandId: commandId,
                MaxResults: 50,
                NextToken,
              }),
            ),
            { abortSignal: signal },
          ),
        page => page.NextToken,
      );
      for await (const page of pages) {
        reports.push(
          ...(page.CommandInvocations ?? []).flatMap(
            invocation => toReport(invocation) ?? [],
          ),
        );
      }
    } catch (error) {
      if (error instanceof Error && UNKNOWN.test(error.name)) {
        return [];
      }
      throw error;
    }
    return reports;
  }

  /**
   * How a command is doing as a whole (`ssm:ListCommands`); unknown when AWS
   * has it no more.
   */
  async status(
    target: TargetKey,
    commandId: string,
    signal: AbortSignal,
  ): Promise<'open' | 'cancelled' | 'ended' | 'unknown'> {
    const { ssm } = await this.#clients.forTarget(target, 'interactive');
    try {
      const { Commands: [command] = [] } = await ssm.send(
        this.#meter.watch(new ListCommandsCommand({ CommandId: commandId })),
        { abortSignal: signal },
      );
      if (!command) {
        return 'unknown';
      }
      if (command.Status === 'Cancelled') {
        return 'cancelled';
      }
      return ENDED.test(command.Status ?? '') ? 'ended' : 'open';
    } catch (error) {
      if (error instanceof Error && UNKNOWN.test(error.name)) {
        return 'unknown';
      }
      throw error;
    }
  }

  /**
   * Lists many commands at once (`ssm:ListCommands`), each by its status and
   * counters. Reads no more than one page for four commands.
   *
   * @param since - when the first was sent, in milliseconds since the epoch
   */
  async sweep(
    target: TargetKey,
    ids: string[],
    since: number,
    signal: AbortSignal,
  ): Promise<Map<string, string>> {
    const { ssm } = await this.#clients.forTarget(target, 'interactive');
    const wanted = new Set(ids);
    const found = new Map<string, string>();
    let left = Math.ceil(ids.length / 4);
    const pages = pagesOf(
      NextToken =>
        ssm.send(
          this.#meter.watch(
            new ListCommandsCommand({
              Filters: [invokedAfter(since)],
              MaxResults: 50,
              NextToken,
            }),
          ),
          { abortSignal: signal },
        ),
      page => page.NextToken,
    );
    for await (const page of pages) {
      for (const command of page.Commands ?? []) {
        if (command.CommandId && wanted.has(command.CommandId)) {
          found.set(command.CommandId, fingerprint(command));
        }
      }
      left -= 1;
      if (found.size === wanted.size || left <= 0) {
        break;
      }
    }
    return found;
  }

  /** Finds a command of which it is not known whether AWS took it (`ssm:ListCommands`). */
  async find(
    sent: SentCommand & { comment: string },
    since: number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { ssm } = await this.#clients.forTarget(sent, 'interactive');
    return findCommand(ssm, sent, since, signal);
  }

  /**
   * What a node printed (`ssm:GetCommandInvocation`), safe to show as text.
   *
   * @param plugin - the step of the document; AWS has no output of several
   * @throws NotFoundError when AWS has nothing of it, as it does for a second
   * after it is sent and for a month after it ended.
   */
  async output(
    target: TargetKey,
    commandId: string,
    nodeId: string,
    plugin?: string,
  ): Promise<OperationOutput> {
    const report = await this.step(target, commandId, nodeId, plugin);
    if (!report) {
      throw new NotFoundError(
        'AWS has no output of it: it has just been sent, or it ended more than 30 days ago',
      );
    }
    return report.output;
  }

  /**
   * How a step is doing on a node and what it printed
   * (`ssm:GetCommandInvocation`), all of it safe to show as text.
   *
   * @returns undefined when AWS has nothing of it, see {@link CommandReader.output}.
   */
  async step(
    target: TargetKey,
    commandId: string,
    nodeId: string,
    plugin?: string,
    signal?: AbortSignal,
  ): Promise<StepReport | undefined> {
    const { ssm } = await this.#clients.forTarget(target, 'interactive');
    try {
      return toStepReport(
        await ssm.send(
          this.#meter.watch(
            new GetCommandInvocationCommand({
              CommandId: commandId,
              InstanceId: nodeId,
              PluginName: plugin,
            }),
          ),
          { abortSignal: signal },
        ),
      );
    } catch (error) {
      if (error instanceof Error && UNKNOWN.test(error.name)) {
        return undefined;
      }
      throw error;
    }
  }
}
