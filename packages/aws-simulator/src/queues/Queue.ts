import { createHash, randomBytes, randomUUID } from 'crypto';

/** A message that is or was in a queue. Times are epoch milliseconds. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  readonly bytes: number;
  readonly sentAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  /** Handle of the last receipt. */
  receipt: string | undefined;
}

/** Settings of a queue, in seconds. */
export interface QueueSettings {
  visibilityTimeout: number;
  delay: number;
  receiveWait: number;
}

/** Where messages go that nobody could deal with. */
export interface Redrive {
  target: Queue;
  /** How often a message is received before it goes there. */
  maxReceives: number;
}

/** How to receive. Times are milliseconds. */
export interface Receive {
  max: number;
  visibility: number;
  wait: number;
  /** Fires when the client is gone, which ends the wait. */
  signal: AbortSignal;
}

const MAX_MESSAGES = 100_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** MD5 of a text, as SQS reports it. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/**
 * A standard queue. Time is the real clock's, as it is in real time that
 * clients poll. It holds at most 100,000 messages and 64 MiB; the oldest that
 * nobody has received give way.
 */
export class Queue {
  readonly name: string;
  readonly settings: QueueSettings;
  readonly redrive: Redrive | undefined;
  readonly createdAt = Date.now();
  readonly #ready = new Map<string, QueueMessage>();
  /** Delayed, or received and not deleted yet; with when they are back. */
  readonly #hidden = new Map<
    string,
    { message: QueueMessage; visibleAt: number }
  >();
  readonly #receipts = new Map<string, QueueMessage>();
  readonly #waiting = new Set<() => void>();
  #bytes = 0;
  #dropped = 0;
  #purgedAt = 0;

  static create(
    name: string,
    settings: QueueSettings,
    redrive?: Redrive,
  ): Queue {
    return new Queue(name, settings, redrive);
  }

  private constructor(
    name: string,
    settings: QueueSettings,
    redrive: Redrive | undefined,
  ) {
    this.name = name;
    this.settings = settings;
    this.redrive = redrive;
  }

  /** How many messages there are, and how many had to give way. */
  counts(): {
    visible: number;
    inFlight: number;
    delayed: number;
    dropped: number;
  } {
    this.#reappear();
    let inFlight = 0;
    for (const { message } of this.#hidden.values()) {
      inFlight += message.receipt ? 1 : 0;
    }
    return {
      visible: this.#ready.size,
      inFlight,
      delayed: this.#hidden.size - inFlight,
      dropped: this.#dropped,
    };
  }

  /** @param delay - milliseconds before anybody can receive it */
  send(body: string, delay = this.settings.delay * 1000): QueueMessage {
    const message: QueueMessage = {
      id: randomUUID(),
      body,
      bytes: Buffer.byteLength(body),
      sentAt: Date.now(),
      receiveCount: 0,
      firstReceivedAt: undefined,
      receipt: undefined,
    };
    this.#put(message, delay);
    return message;
  }

  /** Takes messages, waiting for some if there are none. */
  async receive(options: Receive): Promise<QueueMessage[]> {
    const deadline = Date.now() + options.wait;
    while (!options.signal.aborted) {
      const messages = this.#take(options);
      const left = deadline - Date.now();
      if (messages.length || left <= 0) {
        return messages;
      }
      await this.#change(left, options.signal);
    }
    return [];
  }

  /** Whether a receipt handle was issued and is still the message's last. */
  find(receipt: string): QueueMessage | undefined {
    return this.#receipts.get(receipt);
  }

  /** Deletes a message by its last receipt handle; any other does nothing. */
  delete(receipt: string): void {
    const message = this.#receipts.get(receipt);
    if (message) {
      this.#forget(message);
    }
  }

  /** Changes when a received message is back; false if it is not in flight. */
  changeVisibility(message: QueueMessage, milliseconds: number): boolean {
    this.#reappear();
    const hidden = this.#hidden.get(message.id);
    if (!hidden) {
      return false;
    }
    hidden.visibleAt = Date.now() + milliseconds;
    this.#notify();
    return true;
  }

  /** Removes everything; false if that was done less than `interval` ago. */
  purge(interval: number): boolean {
    if (Date.now() - this.#purgedAt < interval) {
      return false;
    }
    this.#purgedAt = Date.now();
    this.#empty();
    return true;
  }

  /** Starts over, as if it had just been made. */
  clear(): void {
    this.#empty();
    this.#dropped = 0;
    this.#purgedAt = 0;
  }

  #empty(): void {
    this.#ready.clear();
    this.#hidden.clear();
    this.#receipts.clear();
    this.#bytes = 0;
  }

  #put(message: QueueMessage, delay: number): void {
    if (delay > 0) {
      this.#hidden.set(message.id, {
        message,
        visibleAt: Date.now() + delay,
      });
    } else {
      this.#ready.set(message.id, message);
    }
    this.#bytes += message.bytes;
    this.#makeRoom();
    this.#notify();
  }

  #makeRoom(): void {
    for (const message of this.#ready.values()) {
      const size = this.#ready.size + this.#hidden.size;
      if (size <= MAX_MESSAGES && this.#bytes <= MAX_BYTES) {
        return;
      }
      this.#forget(message);
      this.#dropped += 1;
    }
  }

  #take({ max, visibility }: Receive): QueueMessage[] {
    this.#reappear();
    const now = Date.now();
    const taken: QueueMessage[] = [];
    for (const message of this.#ready.values()) {
      if (taken.length === max) {
        break;
      }
      this.#ready.delete(message.id);
      if (this.redrive && message.receiveCount >= this.redrive.maxReceives) {
        this.#forget(message);
        this.redrive.target.#put({ ...message, receipt: undefined }, 0);
        continue;
      }
      taken.push(this.#receive(message, now, visibility));
    }
    return taken;
  }

  #receive(
    message: QueueMessage,
    now: number,
    visibility: number,
  ): QueueMessage {
    if (message.receipt) {
      this.#receipts.delete(message.receipt);
    }
    message.receipt = `AQEB${randomBytes(96).toString('base64')}`;
    message.receiveCount += 1;
    message.firstReceivedAt ??= now;
    this.#receipts.set(message.receipt, message);
    this.#hidden.set(message.id, { message, visibleAt: now + visibility });
    // As it is now: it may be received again before the answer is written.
    return { ...message };
  }

  #reappear(): void {
    const now = Date.now();
    for (const [id, { message, visibleAt }] of this.#hidden) {
      if (visibleAt <= now) {
        this.#hidden.delete(id);
        this.#ready.set(id, message);
      }
    }
  }

  #forget(message: QueueMessage): void {
    this.#ready.delete(message.id);
    this.#hidden.delete(message.id);
    if (message.receipt) {
      this.#receipts.delete(message.receipt);
    }
    this.#bytes -= message.bytes;
  }

  #notify(): void {
    for (const wake of [...this.#waiting]) {
      wake();
    }
  }

  /** Waits until something may be there, but not for longer than `most`. */
  async #change(most: number, signal: AbortSignal): Promise<void> {
    let wait = most;
    for (const { visibleAt } of this.#hidden.values()) {
      wait = Math.min(wait, visibleAt - Date.now());
    }
    let timer: NodeJS.Timeout | undefined;
    let wake = () => {};
    await new Promise<void>(resolve => {
      wake = resolve;
      // It does not keep the process alive.
      timer = setTimeout(wake, Math.max(wait, 1)).unref();
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
    clearTimeout(timer);
    this.#waiting.delete(wake);
    signal.removeEventListener('abort', wake);
  }
}
