import { Queue, QueueSettings } from './Queue';

/** Where a queue is. */
export interface QueuePlace {
  account: string;
  region: string;
  name: string;
}

export const DEFAULT_SETTINGS: QueueSettings = {
  visibilityTimeout: 30,
  delay: 0,
  receiveWait: 0,
};

/** Name of the queue that EventBridge delivers to. */
export const EVENT_QUEUE = 'managed-nodes-events';
/** Name of the queue for what nobody could take from there. */
export const DEAD_LETTER_QUEUE = `${EVENT_QUEUE}-dead-letters`;
/** How often a message is received before it goes there. */
const MAX_RECEIVES = 3;
/** Region of the queue that EventBridge delivers to. */
export const EVENT_QUEUE_REGION = 'eu-central-1';

function keyOf({ account, region, name }: QueuePlace): string {
  return `${account}/${region}/${name}`;
}

/** The queues there are, from the start one for events and its dead letters in the management account. */
export class QueueStore {
  /** Where events are delivered to. */
  readonly events: Queue;
  readonly #deadLetters: Queue;
  readonly #lasting: ReadonlySet<string>;
  readonly #queues = new Map<string, Queue>();

  /** @param account - the management account */
  static create(account: string): QueueStore {
    return new QueueStore(account);
  }

  private constructor(account: string) {
    this.#deadLetters = Queue.create(DEAD_LETTER_QUEUE, {
      ...DEFAULT_SETTINGS,
    });
    this.events = Queue.create(
      EVENT_QUEUE,
      { ...DEFAULT_SETTINGS },
      { target: this.#deadLetters, maxReceives: MAX_RECEIVES },
    );
    for (const queue of [this.events, this.#deadLetters]) {
      const place = { account, region: EVENT_QUEUE_REGION, name: queue.name };
      this.#queues.set(keyOf(place), queue);
    }
    this.#lasting = new Set(this.#queues.keys());
  }

  find(place: QueuePlace): Queue | undefined {
    return this.#queues.get(keyOf(place));
  }

  add(place: QueuePlace, queue: Queue): void {
    this.#queues.set(keyOf(place), queue);
  }

  /** Empties the queues there were from the start, which clients may be polling, and forgets all others. */
  reset(): void {
    for (const key of this.#queues.keys()) {
      if (!this.#lasting.has(key)) {
        this.#queues.delete(key);
      }
    }
    this.events.clear();
    this.#deadLetters.clear();
  }
}
