import { DocumentStore } from '../documents/DocumentStore';
import { EventBus } from '../events/EventBus';
import { SimulatedNode } from '../fleet/types';
import { Machines } from '../machine/Machines';
import { Patching } from '../patching/Patching';
import { isPatchBaseline } from './documents';
import { Failures } from './Failures';
import { PatchRun } from './PatchRun';
import { ScriptRun } from './ScriptRun';
import { CommandSettings, Phase, RunCommand } from './types';

/** Begins a command on a machine; the first thing that happens there. */
export function startRun(options: {
  readonly patching: Patching;
  readonly machines: Machines;
  readonly events: EventBus;
  readonly documents: () => DocumentStore;
  readonly node: SimulatedNode;
  readonly command: RunCommand;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly settings: CommandSettings;
  readonly failures: Failures;
}): Phase {
  const { settings, failures, node, command } = options;
  const { speed, failureRate } = settings;
  return isPatchBaseline(command.document)
    ? PatchRun.start({
        ...options,
        speed,
        failure: failures.take(node, command.parameters.Operation, failureRate),
      })
    : ScriptRun.start({ ...options, speed });
}
