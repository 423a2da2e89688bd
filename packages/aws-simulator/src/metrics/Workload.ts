import { SimulatedNode } from '../fleet/types';
import { MachineState } from '../machine/MachineState';
import { clamp, noise, wave } from './noise';
import { MINUTE } from './presence';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
/** How long a machine is busy with booting, in minutes. */
const BOOTING = 5;

/** What a machine does at any minute since the epoch: the same always, but for what happened to it. */
export class Workload {
  readonly #seed: number;
  readonly #machine: MachineState | undefined;
  readonly #phase: number;
  readonly #usual: number;
  readonly #swing: number;
  /** Bytes of memory. */
  readonly memory: number;
  /** Bytes of the system's volume. */
  readonly disk: number;
  readonly processors: number;

  /** @param machine - what happened on it; none if nothing ever did */
  static of(node: SimulatedNode, machine: MachineState | undefined): Workload {
    return new Workload(node, machine);
  }

  private constructor(node: SimulatedNode, machine: MachineState | undefined) {
    const { seed } = node;
    this.#seed = seed;
    this.#machine = machine;
    this.#phase = Math.floor(noise(seed, 1) * 1440);
    this.#usual = 4 + noise(seed, 2) ** 2 * 48;
    this.#swing = this.#usual * (0.2 + noise(seed, 3) * 0.5);
    this.processors = 2 ** (1 + Math.floor(noise(seed, 4) * 3));
    this.memory = this.processors * 4 * GIB;
    this.disk = (node.platform.type === 'Windows' ? 60 : 30) * GIB;
  }

  #stress(minute: number): number {
    const at = minute * MINUTE;
    return (this.#machine?.stresses ?? []).reduce(
      (most, { from, to, cpu }) =>
        at + MINUTE > from && at < to ? Math.max(most, cpu) : most,
      0,
    );
  }

  #booting(minute: number): number {
    const since = minute - Math.floor((this.#machine?.bootedAt ?? 0) / MINUTE);
    return since >= 0 && since < BOOTING ? 45 - since * 8 : 0;
  }

  /** How busy, from 0 to 1 and now and then above. */
  #activity(minute: number): number {
    const burst = noise(this.#seed ^ 0x1f83d9ab, minute >> 5) < 0.04 ? 0.35 : 0;
    return (
      (this.#usual + this.#swing * wave(minute, this.#phase)) / 100 + burst
    );
  }

  /** Percent of all processors. */
  cpu(minute: number): number {
    const jitter = (noise(this.#seed, minute) - 0.5) * 9;
    const usual = this.#activity(minute) * 100 + jitter + this.#booting(minute);
    return clamp(Math.max(usual, this.#stress(minute) + jitter / 6), 0.1, 100);
  }

  /** Percent of the memory. */
  memoryUsed(minute: number): number {
    const base = 25 + noise(this.#seed, 5) * 45;
    const leak = ((minute + this.#phase) % 10_080) / 10_080;
    const jitter = (noise(this.#seed ^ 0x5be0cd19, minute) - 0.5) * 1.6;
    return clamp(
      base + leak * 12 + this.#stress(minute) * 0.05 + jitter,
      1,
      99,
    );
  }

  /** Percent of a volume; the first is the system's. */
  diskUsed(minute: number, volume: number): number {
    const base = 30 + noise(this.#seed, 6 + volume) * 50;
    const filled = ((minute + this.#phase * 7) % 43_200) / 43_200;
    return clamp(base + filled * 14, 1, 99.5);
  }

  /** Bytes a minute. */
  diskRead(minute: number): number {
    return this.#flow(minute, 0x243f6a88, 3 * MIB);
  }

  diskWritten(minute: number): number {
    return this.#flow(minute, 0x13198a2e, 9 * MIB);
  }

  received(minute: number): number {
    return this.#flow(minute, 0x03707344, 24 * MIB);
  }

  sent(minute: number): number {
    return this.#flow(minute, 0x2e8d4d1a, 18 * MIB);
  }

  #flow(minute: number, salt: number, scale: number): number {
    const part = 0.3 + noise(this.#seed ^ salt, minute);
    return Math.round(
      scale * part * (this.#activity(minute) + this.#booting(minute) / 100),
    );
  }
}
