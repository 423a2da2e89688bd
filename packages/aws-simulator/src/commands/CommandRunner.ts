import { CommandInvocationStatus } from '@aws-sdk/client-ssm';
import { DocumentStore } from '../documents/DocumentStore';
import { EventBus } from '../events/EventBus';
import { Fleet } from '../fleet/Fleet';
import { comeBack } from '../fleet/state';
import { SimulatedNode } from '../fleet/types';
import { Machines } from '../machine/Machines';
import { hash } from '../model/random';
import { Patching } from '../patching/Patching';
import { announceCommand, announceInvocation } from './announce';
import { CommandStore } from './CommandStore';
import { Failures } from './Failures';
import { concurrencyOf, errorsOf } from './rates';
import { startRun } from './startRun';
import { statusOf, UNDELIVERED } from './status';
import {
  CommandRequest,
  CommandSettings,
  Invocation,
  isOutcome,
  isOver,
  Outcome,
  Phase,
  RunCommand,
} from './types';

const SECOND = 1000;
/** How long a node that cannot be reached counts as pending. */
const UNTIL_DELAYED = 5 * SECOND;
const UNTIL_CANCELLED = 2 * SECOND;
const RETRY = 5 * SECOND;

/** What commands run in. */
export interface RunnerOptions {
  readonly fleet: Fleet;
  readonly patching: Patching;
  readonly machines: Machines;
  readonly events: EventBus;
  /** Read when something runs: documents may be replaced meanwhile. */
  readonly documents: () => DocumentStore;
}

/** A command that is not over, with what it is still to do. */
interface Work {
  readonly command: RunCommand;
  /** Not begun, in order. */
  waiting: Invocation[];
  /** Under way: each has a phase, and takes one of the places. */
  readonly running: Set<Invocation>;
  /** Not reached: they take no place. */
  readonly unreached: Set<Invocation>;
  errors: number;
}

/**
 * Carries commands out as time passes. Whatever was to happen until now
 * happens when somebody looks, each at its own moment and in order.
 */
export class CommandRunner {
  readonly store = CommandStore.create();
  readonly failures = Failures.create();
  readonly #options: RunnerOptions;
  readonly #settings: CommandSettings;
  #work: Work[] = [];

  static create(
    options: RunnerOptions,
    settings: CommandSettings,
  ): CommandRunner {
    return new CommandRunner(options, settings);
  }

  private constructor(options: RunnerOptions, settings: CommandSettings) {
    this.#options = options;
    this.#settings = { ...settings };
  }

  get settings(): CommandSettings {
    return { ...this.#settings };
  }

  /** What is under way goes on as it began. */
  configure(change: Partial<CommandSettings>): void {
    Object.assign(this.#settings, change);
  }

  /** Sends a command to nodes that there are. */
  send(
    request: CommandRequest,
    nodes: readonly SimulatedNode[],
    now: number,
  ): RunCommand {
    const command = this.store.add(request, nodes, now, this.#settings.speed);
    const work: Work = {
      command,
      waiting: [...command.invocations],
      running: new Set(),
      unreached: new Set(),
      errors: 0,
    };
    if (command.invocations.length) {
      this.#work.push(work);
      this.#fill(work, now);
    }
    announceCommand(this.#options.events, command, now);
    return command;
  }

  /** Cancels a command, or what it does on some nodes, as far as it can be. */
  cancel(command: RunCommand, nodeIds: readonly string[], now: number): void {
    const work = this.#work.find(each => each.command === command);
    if (!work) {
      return;
    }
    const wanted = new Set(nodeIds);
    const meant = command.invocations.filter(
      each => !isOver(each.status) && (!wanted.size || wanted.has(each.nodeId)),
    );
    for (const invocation of meant) {
      if (invocation.status === 'InProgress') {
        this.#turn(work, invocation, 'Cancelling', 'Cancelling', now);
        const wasRebooting = invocation.phase?.rebooting;
        invocation.phase = {
          at: now + UNTIL_CANCELLED / this.#settings.speed,
          rebooting: wasRebooting,
          run: at => this.#stop(work, invocation, at),
        };
      } else {
        this.#end(work, invocation, 'Cancelled', 'Cancelled', now);
      }
    }
    if (!isOver(command.status)) {
      this.#settle(work, now);
    }
  }

  /** Lets happen what was to happen until now. */
  advance(now: number): void {
    for (const work of [...this.#work].sort(
      (a, b) => a.command.seq - b.command.seq,
    )) {
      this.#advance(work, now);
    }
    this.#work = this.#work.filter(({ command }) => !isOver(command.status));
  }

  #advance(work: Work, now: number): void {
    for (;;) {
      const next = this.#next(work);
      if (!next || next.at > now) {
        break;
      }
      next.run();
      this.#fill(work, next.at);
      this.#settle(work, next.at);
    }
    for (const invocation of work.unreached) {
      if (this.#isThere(invocation)) {
        work.unreached.delete(invocation);
        work.waiting.unshift(invocation);
        this.#fill(work, now);
      }
    }
    this.#settle(work, now);
  }

  /** The next thing of a command to happen. */
  #next(work: Work): { at: number; run(): void } | undefined {
    let first: Invocation | undefined;
    for (const invocation of [...work.running, ...work.unreached]) {
      const at = invocation.phase?.at ?? Infinity;
      if (at < (first?.phase?.at ?? Infinity)) {
        first = invocation;
      }
    }
    const at = first?.phase?.at;
    return first && at !== undefined
      ? { at, run: this.#step.bind(this, work, first, at) }
      : undefined;
  }

  #step(work: Work, invocation: Invocation, at: number): void {
    const { phase, startedAt = at } = invocation;
    if (!phase) {
      return;
    }
    const runs =
      work.running.has(invocation) && invocation.status === 'InProgress';
    if (runs && !phase.rebooting && !this.#isThere(invocation)) {
      // Its agent fell silent: either it comes back, or time runs out.
      const limit =
        startedAt +
        (work.command.document.executionTimeoutSeconds * SECOND) /
          this.#settings.speed;
      if (at >= limit) {
        this.#end(work, invocation, 'TimedOut', 'Execution Timed Out', at);
      } else {
        invocation.phase = { ...phase, at: Math.min(at + RETRY, limit) };
      }
      return;
    }
    const next = phase.run(at);
    if (isOver(invocation.status)) {
      return;
    }
    if (isOutcome(next)) {
      invocation.outcome = next;
      const details =
        next.status === 'TimedOut' ? 'Execution Timed Out' : next.status;
      this.#end(work, invocation, next.status, details, at);
    } else {
      invocation.phase = next;
    }
  }

  /** Begins as many as there are places for. */
  #fill(work: Work, at: number): void {
    const { command } = work;
    const total = command.invocations.length;
    const places = concurrencyOf(command.maxConcurrency, total);
    if (work.errors > errorsOf(command.maxErrors, total)) {
      for (const invocation of [...work.waiting, ...work.unreached]) {
        this.#end(work, invocation, 'Cancelled', 'Terminated', at);
      }
      return;
    }
    while (work.running.size < places && work.waiting.length) {
      const [invocation] = work.waiting.splice(0, 1);
      this.#reach(work, invocation, at);
    }
  }

  #reach(work: Work, invocation: Invocation, at: number): void {
    const { speed } = this.#settings;
    if (!this.#isThere(invocation)) {
      invocation.phase = this.#miss(work, invocation, at);
      return;
    }
    work.running.add(invocation);
    const wait = (300 + (hash(invocation.nodeId) % 700)) / speed;
    invocation.phase = {
      at: at + wait,
      run: begun => this.#begin(work, invocation, begun),
    };
  }

  #miss(work: Work, invocation: Invocation, at: number): Phase {
    const { command } = work;
    work.running.delete(invocation);
    work.unreached.add(invocation);
    const giveUp: Phase = {
      at: command.deliverUntil,
      run: given => {
        this.#end(work, invocation, 'TimedOut', UNDELIVERED, given);
        return giveUp;
      },
    };
    return {
      at: Math.min(
        at + UNTIL_DELAYED / this.#settings.speed,
        command.deliverUntil,
      ),
      run: delayed => {
        this.#turn(work, invocation, 'Delayed', 'Delayed', delayed);
        return giveUp;
      },
    };
  }

  #begin(work: Work, invocation: Invocation, at: number): Phase {
    const { fleet } = this.#options;
    const { command } = work;
    const node = fleet.get(invocation.nodeId);
    if (!node || !this.#isThere(invocation)) {
      return this.#miss(work, invocation, at);
    }
    invocation.startedAt = at;
    this.#turn(work, invocation, 'InProgress', 'InProgress', at);
    return startRun({
      ...this.#options,
      node,
      command,
      startedAt: at,
      settings: this.#settings,
      failures: this.failures,
    });
  }

  /** What was running stops; the machine is as it is, and nothing is reported. */
  #stop(work: Work, invocation: Invocation, at: number): Outcome {
    const node = this.#options.fleet.get(invocation.nodeId);
    if (node && invocation.phase?.rebooting) {
      comeBack(node, at);
    }
    this.#end(work, invocation, 'Cancelled', 'Cancelled', at);
    return { status: 'Failed', responseCode: -1, stdout: '', stderr: '' };
  }

  #isThere({ nodeId }: Invocation): boolean {
    const node = this.#options.fleet.get(nodeId);
    return node !== undefined && node.managed && node.lostAt === undefined;
  }

  #turn(
    { command }: Work,
    invocation: Invocation,
    status: CommandInvocationStatus,
    details: string,
    at: number,
  ): void {
    const { events, fleet } = this.#options;
    invocation.status = status;
    invocation.statusDetails = details;
    announceInvocation(events, command, fleet.get(invocation.nodeId), {
      status,
      at,
    });
  }

  #end(
    work: Work,
    invocation: Invocation,
    status: CommandInvocationStatus,
    details: string,
    at: number,
  ): void {
    work.running.delete(invocation);
    work.unreached.delete(invocation);
    work.waiting = work.waiting.filter(each => each !== invocation);
    invocation.phase = undefined;
    invocation.endedAt = at;
    // Those that were not reached are not held against the command.
    work.errors +=
      status === 'Failed' || (status === 'TimedOut' && details !== UNDELIVERED)
        ? 1
        : 0;
    this.#turn(work, invocation, status, details, at);
  }

  /** The command's status follows from those of its invocations. */
  #settle({ command, errors }: Work, at: number): void {
    const [status, details] = statusOf(command, errors);
    if (status !== command.status || details !== command.statusDetails) {
      command.status = status;
      command.statusDetails = details;
      announceCommand(this.#options.events, command, at);
    }
  }
}
