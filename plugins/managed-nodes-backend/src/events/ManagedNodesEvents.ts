import { LoggerService } from '@backstage/backend-plugin-api';
import { EventParams } from '@backstage/plugin-events-node';
import { EventsHealth } from '@managed-nodes/plugin-managed-nodes-common';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { SyncTarget } from '../accounts/types';
import { parseJson, readEnvelope, UnreadableMessageError } from './envelope';
import { EventProblems } from './EventProblems';
import { Hint, hintOf } from './kinds';
import { NodeRefresher } from './NodeRefresher';

interface ManagedNodesEventsOptions {
  directory: AccountDirectory;
  refresher: NodeRefresher;
  problems: EventProblems;
  logger: LoggerService;
}

/**
 * Takes events of EventBridge as hints: they say where to look, and nothing
 * they say is stored. So it does no harm when one comes twice, late, out of
 * order, or from somebody who made it up.
 */
export class ManagedNodesEvents {
  readonly #options: ManagedNodesEventsOptions;
  #received = 0;
  #ignored = 0;
  #lastReceivedAt: number | undefined;

  static create(options: ManagedNodesEventsOptions): ManagedNodesEvents {
    return new ManagedNodesEvents(options);
  }

  private constructor(options: ManagedNodesEventsOptions) {
    this.#options = options;
  }

  /** Takes what Backstage's events system brings. Never throws. */
  async onEvent({ eventPayload }: EventParams): Promise<void> {
    try {
      await this.#receive(() => eventPayload, toText(eventPayload));
    } catch (error) {
      this.#options.logger.error(
        `A problem with an event could not be stored: ${error}`,
      );
    }
  }

  /**
   * Takes the text of a message that the events system could not take.
   *
   * @throws database errors.
   */
  async onDeadLetter(text: string): Promise<void> {
    await this.#receive(() => parseJson(text, 'The message'), text);
  }

  /** How events are doing, since this backend was started. */
  async health(): Promise<EventsHealth> {
    const { problems, refresher } = this.#options;
    return {
      lastReceivedAt:
        this.#lastReceivedAt === undefined
          ? null
          : new Date(this.#lastReceivedAt).toISOString(),
      received: this.#received,
      refreshed: refresher.refreshed,
      ignored: this.#ignored,
      problems: await problems.list(Date.now()),
    };
  }

  async #receive(payload: () => unknown, text: string): Promise<void> {
    const now = Date.now();
    this.#received += 1;
    this.#lastReceivedAt = now;
    let about: { hint: Hint; target: SyncTarget } | undefined;
    try {
      about = this.#read(payload());
    } catch (error) {
      if (!(error instanceof UnreadableMessageError)) {
        throw error;
      }
      await this.#options.problems.note(error.message, text, now);
      return;
    }
    if (!about) {
      this.#ignored += 1;
      return;
    }
    const { hint, target } = about;
    for (const nodeId of hint.nodeIds) {
      this.#options.refresher.look(target, nodeId, hint.settles);
    }
  }

  #read(payload: unknown): { hint: Hint; target: SyncTarget } | undefined {
    const event = readEnvelope(payload);
    const hint = hintOf(event);
    const target = this.#options.directory.target(event.account, event.region);
    // Where a bucket or the organization lists the nodes, Systems Manager is
    // not to be asked.
    return hint && target?.source === 'ssm' ? { hint, target } : undefined;
  }
}

function toText(payload: unknown): string {
  return typeof payload === 'string'
    ? payload
    : JSON.stringify(payload) ?? String(payload);
}
