import { SimulatedNode } from '../fleet/types';
import { Machines } from './Machines';
import { MachineState } from './MachineState';

/** What a script runs on, and what becomes of it. */
export class ScriptHost {
  readonly node: SimulatedNode;
  readonly machine: MachineState;
  readonly machines: Machines;
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
    machines: Machines,
    now: number,
  ): ScriptHost {
    return new ScriptHost(node, machines, now);
  }

  private constructor(node: SimulatedNode, machines: Machines, now: number) {
    this.node = node;
    this.machines = machines;
    this.machine = machines.of(node, now);
    this.now = now;
  }
}

/** Puts what an address leads to into a file; false if it leads nowhere. */
export function download(
  { machine, machines, now }: ScriptHost,
  address: string,
  to: string,
): boolean {
  const content = machines.download(address);
  if (content !== undefined) {
    machine.write(to, content, now);
  }
  return content !== undefined;
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
