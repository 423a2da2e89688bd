import { LogEvent } from '../../logs/LogEvent';
import { Step } from '../../logs/Timeline';
import { MOST_BYTES } from './limits';

/** What CloudWatch counts for an event beside its text. */
const EVENT_OVERHEAD = 26;

/** Bytes that an event takes of a page. */
export function bytesOf(event: LogEvent): number {
  return Buffer.byteLength(event.message) + EVENT_OVERHEAD;
}

/** How many events, or ten seconds of 30 machines, a page looks at. */
const MOST_WORK = 50_000;
const MACHINES_AN_EVENT = 30;

/**
 * How much a page of events may have, and how much may be looked at for it.
 * What it takes to look is bounded, so that pages may be short or empty.
 */
export class EventBudget {
  readonly #arrival: number;
  readonly #matches: (message: string) => boolean;
  #work = 0;
  #bytes = 0;

  /** @param machines - that are looked at in every bucket */
  static create(
    machines: number,
    matches: (message: string) => boolean = () => true,
  ): EventBudget {
    return new EventBudget(machines, matches);
  }

  private constructor(machines: number, matches: (message: string) => boolean) {
    // A page that looked at nothing would be the same page for ever.
    this.#arrival = Math.min(machines / MACHINES_AN_EVENT, MOST_WORK / 4);
    this.#matches = matches;
  }

  /** Whether a page ends before a step; otherwise the step is paid for. */
  isSpent({ event }: Step): boolean {
    const bytes = event && this.#matches(event.message) ? bytesOf(event) : 0;
    if (
      this.#work > MOST_WORK ||
      (this.#bytes > 0 && this.#bytes + bytes > MOST_BYTES)
    ) {
      return true;
    }
    this.#work += event ? 1 : this.#arrival;
    this.#bytes += bytes;
    return false;
  }
}
