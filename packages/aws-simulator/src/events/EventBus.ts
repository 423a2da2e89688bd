import { SimulatedNode, Tag } from '../fleet/types';
import { Clock } from '../model/Clock';
import { Random } from '../model/random';
import { Queue, QueueMessage } from '../queues/Queue';
import {
  DetailType,
  envelope,
  EventContent,
  EventEnvelope,
  envelopeOf,
} from './envelopes';

/** How events are delivered. */
export interface EventSettings {
  /** Whether what happens to the fleet makes events by itself. */
  enabled: boolean;
  /** How likely an event is delivered twice, from 0 to 1. */
  duplicate: number;
  /** Whether events overtake one another. */
  reorder: boolean;
}

/** How long an event may be held up so that others overtake it. */
const MAX_HOLD_UP = 500;

function changedKeys(before: readonly Tag[], after: readonly Tag[]): string[] {
  const old = new Map(before.map(tag => [tag.Key, tag.Value]));
  const now = new Map(after.map(tag => [tag.Key, tag.Value]));
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    key => old.get(key) !== now.get(key),
  );
}

/** EventBridge with a rule that sends everything to one queue. */
export class EventBus {
  readonly #queue: Queue;
  readonly #clock: Clock;
  readonly #enabled: boolean;
  readonly #tagVersions = new Map<string, number>();
  #random = Random.create('events');
  #settings: EventSettings;
  #published = 0;

  /** @param enabled - what it starts with, and returns to */
  static create(options: {
    queue: Queue;
    clock: Clock;
    enabled: boolean;
  }): EventBus {
    return new EventBus(options);
  }

  private constructor(options: {
    queue: Queue;
    clock: Clock;
    enabled: boolean;
  }) {
    this.#queue = options.queue;
    this.#clock = options.clock;
    this.#enabled = options.enabled;
    this.#settings = this.#initial();
  }

  get settings(): EventSettings {
    return { ...this.#settings };
  }

  /** Events delivered so far, duplicates not counted. */
  get published(): number {
    return this.#published;
  }

  configure(change: Partial<EventSettings>): void {
    this.#settings = { ...this.#settings, ...change };
  }

  /** @param seed - decides which events are held up or delivered twice */
  reset(seed: number): void {
    this.#random = Random.create(seed, 'events');
    this.#settings = this.#initial();
    this.#tagVersions.clear();
    this.#published = 0;
  }

  /** States that an instance has gone through; a hybrid node has none. */
  instanceStates(node: SimulatedNode, ...states: string[]): void {
    if (node.instanceState === undefined) {
      return;
    }
    for (const state of states) {
      this.#happened('EC2 Instance State-change Notification', node, { state });
    }
  }

  /** @param before - the tags it had */
  tagsChanged(node: SimulatedNode, before: readonly Tag[]): void {
    const keys = changedKeys(before, node.tags);
    if (keys.length) {
      this.#happened('Tag Change on Resource', node, {
        'changed-tag-keys': keys,
      });
    }
  }

  /**
   * The machine's patches stand differently. Nobody tells of one that was
   * never scanned.
   */
  complianceChanged(
    node: SimulatedNode,
    { baselineId, at }: { baselineId: string; at?: number },
  ): void {
    if (node.managed && node.patchProfile !== 'never') {
      this.#happened(
        'Configuration Compliance State Change',
        node,
        { 'patch-baseline-id': baselineId },
        at,
      );
    }
  }

  /**
   * Delivers an event about a machine, enabled or not.
   *
   * @param time - epoch milliseconds; now if left out
   */
  publish(
    detailType: DetailType,
    node: SimulatedNode,
    detail: Record<string, unknown> = {},
    time = this.#clock.now(),
  ): EventEnvelope {
    const event = envelope(detailType, node, time, {
      ...(detailType === 'Tag Change on Resource' && {
        version: this.#nextTagVersion(node.id),
      }),
      ...detail,
    });
    return this.#send(event);
  }

  /** What Run Command does to a machine. */
  invocationChanged(
    node: SimulatedNode,
    detail: Record<string, unknown>,
    at: number,
  ): void {
    this.#happened(
      'EC2 Command Invocation Status-change Notification',
      node,
      detail,
      at,
    );
  }

  /** Something that is about no single machine. */
  happened(event: EventContent, at: number): void {
    if (this.#settings.enabled) {
      this.#send(envelopeOf(event, at));
    }
  }

  /** Delivers any text, as somebody might who can send to the queue. */
  deliverRaw(body: string): QueueMessage {
    return this.#queue.send(body);
  }

  #send(event: EventEnvelope): EventEnvelope {
    const body = JSON.stringify(event);
    this.#published += 1;
    this.#deliver(body);
    if (this.#random.chance(this.#settings.duplicate)) {
      this.#deliver(body);
    }
    return event;
  }

  #happened(
    detailType: DetailType,
    node: SimulatedNode,
    detail?: Record<string, unknown>,
    at?: number,
  ): void {
    if (this.#settings.enabled) {
      this.publish(detailType, node, detail, at);
    }
  }

  #deliver(body: string): void {
    this.#queue.send(
      body,
      this.#settings.reorder ? this.#random.int(0, MAX_HOLD_UP) : undefined,
    );
  }

  #nextTagVersion(id: string): number {
    const version = (this.#tagVersions.get(id) ?? 0) + 1;
    this.#tagVersions.set(id, version);
    return version;
  }

  #initial(): EventSettings {
    return { enabled: this.#enabled, duplicate: 0, reorder: false };
  }
}
