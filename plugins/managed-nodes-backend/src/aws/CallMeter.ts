import { DeserializeMiddleware, MiddlewareStack } from '@smithy/types';
import { isThrottled } from './problems';

/** Told of every request that is sent, retries included. */
export type CallObserver = (call: {
  /** E.g. `SSMClient`. */
  client: string;
  /** E.g. `ListNodesCommand`. */
  command: string;
  outcome: 'ok' | 'throttled' | 'failed';
}) => void;

/** Counts the requests that a piece of work sends to AWS. */
export class CallMeter {
  readonly #observer: CallObserver | undefined;
  #calls = 0;
  #throttles = 0;
  #pages = 0;

  static create(options: { observer?: CallObserver } = {}): CallMeter {
    return new CallMeter(options.observer);
  }

  private constructor(observer: CallObserver | undefined) {
    this.#observer = observer;
  }

  /** Requests sent so far, retries included. */
  get calls(): number {
    return this.#calls;
  }

  /** How many of them AWS refused as too many. */
  get throttles(): number {
    return this.#throttles;
  }

  /** Pages of nodes read so far. */
  get pages(): number {
    return this.#pages;
  }

  countPage(): void {
    this.#pages += 1;
  }

  /** Counts what this command sends, each attempt on its own. */
  watch<I extends object, O extends object, T>(
    command: T & { middlewareStack: MiddlewareStack<I, O> },
  ): T {
    const count: DeserializeMiddleware<I, O> =
      (next, context) => async args => {
        const { clientName = '', commandName = '' } = context;
        const tell = (outcome: Parameters<CallObserver>[0]['outcome']) =>
          this.#observer?.({
            client: clientName,
            command: commandName,
            outcome,
          });
        this.#calls += 1;
        try {
          const answer = await next(args);
          tell('ok');
          return answer;
        } catch (error) {
          const throttled = isThrottled(error);
          this.#throttles += throttled ? 1 : 0;
          tell(throttled ? 'throttled' : 'failed');
          throw error;
        }
      };
    command.middlewareStack.add(count, {
      // Inside the retries, outside of what reads the answer.
      step: 'deserialize',
      priority: 'high',
      name: 'managedNodesCallMeter',
    });
    return command;
  }
}
