import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { OperationOutput } from '@managed-nodes/plugin-managed-nodes-common';
import { toSyncProblem } from '../../aws/problems';
import { CommandReader } from '../../commands/CommandReader';
import { NodeWithCommand, OperationNodes } from '../../commands/OperationNodes';
import { isStorable } from '../../commands/storable';
import { RunbookLibrary } from '../library/RunbookLibrary';
import { RunListed } from './RunQueries';
import { RunViews } from './RunViews';

/** Steps of a document whose output is asked for. */
const MAX_STEPS = 10;

/** What the agent says of a step that is for another platform. */
const SKIPPED = /^Step execution skipped /;

/** Reads what nodes printed in runs of Command documents. */
export class RunOutput {
  readonly #views: RunViews;
  readonly #nodes: OperationNodes;
  readonly #reader: CommandReader;
  readonly #library: RunbookLibrary;

  static create(options: {
    views: RunViews;
    nodes: OperationNodes;
    reader: CommandReader;
    library: RunbookLibrary;
  }): RunOutput {
    return new RunOutput(options);
  }

  private constructor(options: Parameters<typeof RunOutput.create>[0]) {
    this.#views = options.views;
    this.#nodes = options.nodes;
    this.#reader = options.reader;
    this.#library = options.library;
  }

  /**
   * What a node printed.
   *
   * @throws NotFoundError when the caller can see no such node in it, or
   * nothing was sent to it.
   * @throws ServiceUnavailableError when AWS does not tell.
   */
  async read(
    id: string,
    name: string,
    credentials: BackstageCredentials,
  ): Promise<OperationOutput> {
    const { row, viewer } = await this.#views.find(id, credentials);
    const node = isStorable(name)
      ? await this.#nodes.get(id, name, viewer.visible)
      : undefined;
    if (!node) {
      throw new NotFoundError(
        `No node ${name} in run ${id}, or none that you may see`,
      );
    }
    if (row.transport !== 'command') {
      throw new NotFoundError('An automation prints nothing: see its steps');
    }
    if (!node.command_id || node.outcome === 'not-sent') {
      throw new NotFoundError(`Nothing was sent to ${name}`);
    }
    try {
      return await this.#ofSteps(node, node.command_id, this.#stepsOf(row));
    } catch (error) {
      if (error instanceof NotFoundError) {
        throw error;
      }
      const { message } = toSyncProblem(error, 'ssm:GetCommandInvocation');
      throw new ServiceUnavailableError(`AWS does not tell: ${message}`);
    }
  }

  /** AWS has no output of a document of several steps, only of each of them. */
  async #ofSteps(
    node: NodeWithCommand,
    commandId: string,
    steps: string[],
  ): Promise<OperationOutput> {
    if (steps.length < 2) {
      return this.#reader.output(node, commandId, node.node_id, steps[0]);
    }
    const outputs: Array<OperationOutput & { step: string }> = [];
    for (const step of steps.slice(0, MAX_STEPS)) {
      const output = await this.#reader.output(
        node,
        commandId,
        node.node_id,
        step,
      );
      if (
        !SKIPPED.test(output.stdout) &&
        (output.stdout || output.stderr || output.exitCode !== null)
      ) {
        outputs.push({ ...output, step });
      }
    }
    const texts = (which: 'stdout' | 'stderr') => {
      const some = outputs.filter(output => output[which]);
      return some.length === 1
        ? some[0][which]
        : some.map(output => `[${output.step}]\n${output[which]}`).join('\n');
    };
    return {
      stdout: texts('stdout'),
      stderr: texts('stderr'),
      truncated: outputs.some(({ truncated }) => truncated),
      exitCode:
        outputs.find(({ exitCode }) => exitCode)?.exitCode ??
        outputs[0]?.exitCode ??
        null,
    };
  }

  /** The steps of the document as it was run; none when it is another by now. */
  #stepsOf({ runbook, hash }: RunListed): string[] {
    const document = this.#library.get(runbook)?.document;
    return document?.hash === hash
      ? document.content.content.steps.map(step => step.name)
      : [];
  }
}
