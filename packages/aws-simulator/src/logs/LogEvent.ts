import { SimulatedNode } from '../fleet/types';
import { writeLine } from './lines';
import { ingestedAt } from './rhythm';

/** One line that a machine wrote. Its text is made when somebody reads it. */
export class LogEvent {
  readonly node: SimulatedNode;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Place among the lines that the machine wrote about then. */
  readonly index: number;
  #message: string | undefined;

  static of(node: SimulatedNode, at: number, index: number): LogEvent {
    return new LogEvent(node, at, index);
  }

  private constructor(node: SimulatedNode, at: number, index: number) {
    this.node = node;
    this.at = at;
    this.index = index;
  }

  get message(): string {
    this.#message ??= writeLine(this.node, this.at, this.index);
    return this.#message;
  }

  /** Epoch milliseconds. */
  get ingestedAt(): number {
    return ingestedAt(this.node, this.at);
  }

  /** Fifty-six digits, as AWS's; the same for the same line always. */
  get id(): string {
    const at = String(this.at).padStart(14, '0');
    const node = String(this.node.seed).padStart(10, '0');
    return `3${at}${node}${String(this.index).padStart(31, '0')}`;
  }
}
