import { DocumentStore } from '../documents/DocumentStore';
import { DocumentStep } from '../documents/types';
import { comeBack } from '../fleet/state';
import { SimulatedNode } from '../fleet/types';
import { Machines } from '../machine/Machines';
import { ScriptHost } from '../machine/ScriptHost';
import { hash, Random } from '../model/random';
import { Patching } from '../patching/Patching';
import { runStep } from './scripts';
import { Outcome, Phase, RunCommand, StepOutcome } from './types';

const SECOND = 1000;

/** What a run needs of the world. */
export interface ScriptRunOptions {
  readonly machines: Machines;
  readonly patching: Patching;
  readonly documents: () => DocumentStore;
  readonly node: SimulatedNode;
  readonly command: RunCommand;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** How many times faster everything is. */
  readonly speed: number;
}

/**
 * One run of a Command document on a machine, step by step. What a step does
 * is done when it ends, so that one that is cancelled has done nothing.
 */
export class ScriptRun {
  readonly #options: ScriptRunOptions;
  readonly #random: Random;
  readonly #done: StepOutcome[] = [];

  /** The first thing that happens. */
  static start(options: ScriptRunOptions): Phase {
    return new ScriptRun(options).#after(options.startedAt, 0);
  }

  private constructor(options: ScriptRunOptions) {
    this.#options = options;
    this.#random = Random.create(hash(options.command.id), options.node.seed);
  }

  /** A step, once it has had its time. */
  #after(from: number, index: number): Phase {
    const { speed } = this.#options;
    const seconds = 0.5 + this.#random.next() * 1.5;
    return {
      at: from + Math.ceil((seconds * SECOND) / speed),
      run: at => this.#step(at, index),
    };
  }

  #step(at: number, index: number): Phase | Outcome {
    const { command, machines, node, speed } = this.#options;
    const step = command.document.steps[index];
    const content = step?.content;
    if (!content) {
      return this.#outcome();
    }
    const host = ScriptHost.create(node, machines, at);
    const outcome = this.#attempt(content, host);
    const ended = at + Math.ceil(host.duration / speed);
    const next: Phase = {
      at: ended,
      run: then => {
        this.#done.push(outcome);
        if (outcome.status !== 'Success' && content.onFailure === 'exit') {
          return this.#outcome();
        }
        return host.rebooting
          ? this.#reboot(then, index)
          : this.#goOn(then, index);
      },
    };
    return next;
  }

  /** A script that is too much for the simulator fails, and nothing else does. */
  #attempt(step: DocumentStep, host: ScriptHost): StepOutcome {
    try {
      const { command, documents } = this.#options;
      return runStep(step, command.values, { host, documents });
    } catch (error) {
      return {
        name: step.name,
        status: 'Failed',
        responseCode: 1,
        stdout: host.stdout,
        stderr: `${host.stderr}The simulator can't run this script: ${error}\n`,
      };
    }
  }

  #goOn(at: number, index: number): Phase | Outcome {
    return index + 1 < this.#options.command.document.steps.length
      ? this.#after(at, index + 1)
      : this.#outcome();
  }

  #reboot(at: number, index: number): Phase {
    const { node, speed, machines, patching } = this.#options;
    node.lostAt ??= at;
    const seconds = 8 + this.#random.next() * 7;
    return {
      at: at + Math.ceil((seconds * SECOND) / speed),
      rebooting: true,
      run: back => {
        comeBack(node, back);
        machines.of(node, back).reboot(back);
        patching.nodes.rebooted(node, back);
        return this.#goOn(back, index);
      },
    };
  }

  #outcome(): Outcome {
    const failed = this.#done.find(({ status }) => status !== 'Success');
    const join = (of: (step: StepOutcome) => string) =>
      this.#done.map(of).filter(Boolean).join('\n');
    return {
      status: failed?.status ?? 'Success',
      responseCode: failed?.responseCode ?? 0,
      stdout: join(({ stdout }) => stdout),
      stderr: join(({ stderr }) => stderr),
      steps: this.#done,
    };
  }
}
