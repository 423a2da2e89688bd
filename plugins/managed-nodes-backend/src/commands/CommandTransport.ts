import { TargetKey } from '../nodes/types';
import { CommandReader } from './CommandReader';
import { CommandSender } from './CommandSender';
import { GroupReport, GroupToSend, SendResult, Transport } from './Transport';

/** What tells the commands of an operation from all others. */
export function commentOf(operationId: string, number: number): string {
  return `Backstage ${operationId} #${number}`;
}

/** Has Run Command do something to nodes: one command for each group. */
export class CommandTransport implements Transport {
  readonly #sender: CommandSender;
  readonly #reader: CommandReader;

  static create(options: {
    sender: CommandSender;
    reader: CommandReader;
  }): CommandTransport {
    return new CommandTransport(options.sender, options.reader);
  }

  private constructor(sender: CommandSender, reader: CommandReader) {
    this.#sender = sender;
    this.#reader = reader;
  }

  async send(
    group: GroupToSend,
    userEntityRef: string,
    mayGoOn: () => Promise<boolean>,
  ): Promise<SendResult> {
    const { operationId, number, ...command } = group;
    return this.#sender.send(
      { ...command, comment: commentOf(operationId, number) },
      userEntityRef,
      mayGoOn,
    );
  }

  async cancel(
    target: TargetKey,
    id: string,
    userEntityRef: string,
  ): Promise<void> {
    await this.#sender.cancel(target, id, userEntityRef);
  }

  async find(
    group: Parameters<Transport['find']>[0],
    since: number,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { operationId, number, ...command } = group;
    return this.#reader.find(
      { ...command, comment: commentOf(operationId, number) },
      since,
      signal,
    );
  }

  async reports(
    target: TargetKey,
    id: string,
    signal: AbortSignal,
  ): Promise<GroupReport> {
    return { nodes: await this.#reader.reports(target, id, signal) };
  }

  async status(
    target: TargetKey,
    id: string,
    signal: AbortSignal,
  ): ReturnType<Transport['status']> {
    return this.#reader.status(target, id, signal);
  }

  async sweep(
    target: TargetKey,
    ids: string[],
    since: number,
    signal: AbortSignal,
  ): Promise<Map<string, string>> {
    return this.#reader.sweep(target, ids, since, signal);
  }
}
