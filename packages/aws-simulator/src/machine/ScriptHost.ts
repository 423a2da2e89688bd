import { SimulatedNode } from '../fleet/types';
import { MachineState } from './MachineState';

/** What a script runs on, and what becomes of it. */
export class ScriptHost {
  readonly node: SimulatedNode;
  readonly machine: MachineState;
  /** Epoch milliseconds. */
  readonly now: number;
  stdout = '';
  stderr = '';
  /** How long it takes, in milliseconds at normal speed. */
  duration = 0;
  /** Whether it asked for a reboot. */
  rebooting = false;

  static create(
    node: SimulatedNode,
    machine: MachineState,
    now: number,
  ): ScriptHost {
    return new ScriptHost(node, machine, now);
  }

  private constructor(node: SimulatedNode, machine: MachineState, now: number) {
    this.node = node;
    this.machine = machine;
    this.now = now;
  }
}

/** A script that asked to end. */
export class ScriptExit extends Error {
  override name = 'ScriptExit';
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}
