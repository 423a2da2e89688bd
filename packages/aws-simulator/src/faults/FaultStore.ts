import { Random } from '../model/random';
import { Fault, FaultInput, FaultKind, isMatch, RequestKey } from './types';

/** The faults there are to happen. */
export class FaultStore {
  readonly #random: Random;
  #faults: Fault[] = [];
  #nextId = 1;

  /** @param seed - decides when a fault with a probability happens */
  static create(seed: number): FaultStore {
    return new FaultStore(Random.create(seed, 'faults'));
  }

  private constructor(random: Random) {
    this.#random = random;
  }

  add(input: FaultInput): Fault {
    const fault = { ...input, id: `fault-${this.#nextId}` };
    this.#nextId += 1;
    this.#faults.push(fault);
    return { ...fault };
  }

  list(): Fault[] {
    return this.#faults.map(fault => ({ ...fault }));
  }

  /** Removes one fault, or all. Returns how many went. */
  clear(id?: string): number {
    const before = this.#faults.length;
    this.#faults = id ? this.#faults.filter(fault => fault.id !== id) : [];
    return before - this.#faults.length;
  }

  /** The fault of this kind that is to happen to the request now, if any. */
  take(kind: FaultKind, request: RequestKey): Fault | undefined {
    if (!this.#faults.length) {
      return undefined;
    }
    const fault = this.#faults.find(
      candidate =>
        candidate.kind === kind &&
        isMatch(candidate, request) &&
        this.#isTime(candidate),
    );
    if (fault?.count !== undefined) {
      fault.count -= 1;
      if (fault.count === 0) {
        this.clear(fault.id);
      }
    }
    return fault;
  }

  #isTime(fault: Fault): boolean {
    if (fault.after) {
      fault.after -= 1;
      return false;
    }
    return (
      fault.probability === undefined || this.#random.chance(fault.probability)
    );
  }
}
