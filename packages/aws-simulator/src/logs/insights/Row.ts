import { LogEvent } from '../LogEvent';
import { timestampText } from '../moments';
import { jsonField } from './jsonFields';
import { Value } from './values';

/** A line of a table that a query works on. */
export interface Row {
  get(field: string): Value;
  set(field: string, value: string): void;
  /** Epoch milliseconds; absent for a figure over many events. */
  readonly at?: number;
  /** What finds the event again. */
  readonly pointer?: string;
}

/** Figures over many events. */
export class TableRow implements Row {
  readonly #values = new Map<string, string>();

  static create(): TableRow {
    return new TableRow();
  }

  private constructor() {}

  get(field: string): Value {
    return this.#values.get(field);
  }

  set(field: string, value: string): void {
    this.#values.set(field, value);
  }
}

/** The group that an event was found in. */
export interface EventSource {
  readonly account: string;
  readonly name: string;
  /** Whether its events tell where they come from. */
  readonly central: boolean;
}

/** An event with the fields that were found in it. */
export class EventRow implements Row {
  readonly #event: LogEvent;
  readonly #source: EventSource;
  // Most events have none, and there are very many events.
  #values: Map<string, string> | undefined;
  #json: unknown;

  static of(event: LogEvent, source: EventSource): EventRow {
    return new EventRow(event, source);
  }

  private constructor(event: LogEvent, source: EventSource) {
    this.#event = event;
    this.#source = source;
  }

  get at(): number {
    return this.#event.at;
  }

  get pointer(): string {
    const { account, name } = this.#source;
    return Buffer.from(`${account}:${name}:${this.#event.id}`).toString(
      'base64',
    );
  }

  set(field: string, value: string): void {
    this.#values ??= new Map();
    this.#values.set(field, value);
  }

  get(field: string): Value {
    const own = this.#values?.get(field);
    if (own !== undefined) {
      return own;
    }
    return field.startsWith('@') ? this.#system(field) : this.#found(field);
  }

  #system(field: string): Value {
    const { node, at, message, ingestedAt } = this.#event;
    const { account, name, central } = this.#source;
    switch (field) {
      case '@timestamp':
        return timestampText(at);
      case '@message':
        return message;
      case '@ingestionTime':
        return timestampText(ingestedAt);
      case '@logStream':
        return node.id;
      case '@log':
        return `${account}:${name}`;
      case '@aws.account':
        return central ? node.account : undefined;
      case '@aws.region':
        return central ? node.region : undefined;
      case '@ptr':
        return this.pointer;
      default:
        return undefined;
    }
  }

  #found(field: string): Value {
    if (this.#json === undefined) {
      this.#json = parseObject(this.#event.message);
    }
    return jsonField(this.#json, field);
  }
}

function parseObject(message: string): unknown {
  if (!message.startsWith('{')) {
    return null;
  }
  try {
    return JSON.parse(message);
  } catch {
    // A line that was cut off has no fields.
    return null;
  }
}
