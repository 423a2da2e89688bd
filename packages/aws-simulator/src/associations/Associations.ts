import { CommandRunner } from '../commands/CommandRunner';
import { UNDELIVERED } from '../commands/status';
import { DocumentStore } from '../documents/DocumentStore';
import { Fleet } from '../fleet/Fleet';
import { isTarget } from '../fleet/targets';
import { SimulatedNode } from '../fleet/types';
import { nextRun } from '../maintenance/schedule';
import { Random } from '../model/random';
import { seededAssociations } from './seeds';
import { send } from './send';
import {
  AssociationExecution,
  AssociationSettings,
  StoredAssociation,
} from './types';
import { latestOf, scheduleOf } from './versions';

const SECOND = 1000;
const KEPT_EXECUTIONS = 100;
/** When time leaps, this many runs of an association are caught up with. */
const CAUGHT_UP = 24;
/** How often State Manager looks for nodes that an association has not reached. */
const LOOKS = 60 * SECOND;

/** What associations run in. */
export interface AssociationsOptions {
  readonly fleet: Fleet;
  /** Read when something runs: documents may be replaced meanwhile. */
  readonly documents: () => DocumentStore;
  readonly commands: CommandRunner;
  readonly seed: number;
}

/**
 * State Manager: the associations of every account and Region. Those that
 * somebody made or changed run by their schedule as time passes.
 */
export class Associations {
  readonly #options: AssociationsOptions;
  readonly #associations = new Map<string, StoredAssociation[]>();
  /** Those that wait for their schedule. */
  readonly #scheduled = new Set<StoredAssociation>();
  /** Those that run on every node that they come to mean. */
  readonly #reaching = new Set<StoredAssociation>();
  #lookedAt = -Infinity;
  #made = 0;

  static create(options: AssociationsOptions): Associations {
    return new Associations(options);
  }

  private constructor(options: AssociationsOptions) {
    this.#options = options;
  }

  #of(account: string, region: string): StoredAssociation[] {
    const key = `${account}/${region}`;
    let list = this.#associations.get(key);
    if (!list) {
      list = seededAssociations(account, region);
      this.#associations.set(key, list);
    }
    return list;
  }

  list(account: string, region: string): readonly StoredAssociation[] {
    return this.#of(account, region);
  }

  find(
    account: string,
    region: string,
    id: string,
  ): StoredAssociation | undefined {
    return this.#of(account, region).find(each => each.id === id);
  }

  /** Makes an association, and runs it unless it is to wait. */
  add(
    place: { account: string; region: string },
    settings: AssociationSettings,
    { tags, now }: { tags: StoredAssociation['tags']; now: number },
  ): StoredAssociation {
    const { account, region } = place;
    this.#made += 1;
    const association: StoredAssociation = {
      id: this.#uuid('association', this.#made),
      account,
      region,
      seeded: false,
      versions: [{ version: 1, createdAt: now, settings }],
      executions: [],
      sent: new Map(),
      tags,
      nextRunAt: undefined,
    };
    this.#of(account, region).push(association);
    this.#begin(association, now);
    return association;
  }

  /** Replaces all that an association says, and runs it unless it is to wait. */
  change(
    association: StoredAssociation,
    settings: AssociationSettings,
    now: number,
  ): void {
    association.versions = [
      ...association.versions,
      {
        version: latestOf(association).version + 1,
        createdAt: now,
        settings,
      },
    ];
    this.#withdraw(association, now);
    association.sent = new Map();
    this.#begin(association, now);
  }

  /** Forgets an association; what it began goes on. */
  remove(association: StoredAssociation, now: number): void {
    const { account, region } = association;
    this.#scheduled.delete(association);
    this.#reaching.delete(association);
    this.#withdraw(association, now);
    this.#associations.set(
      `${account}/${region}`,
      this.#of(account, region).filter(each => each !== association),
    );
  }

  #begin(association: StoredAssociation, now: number): void {
    this.#schedule(association, now);
    if (latestOf(association).settings.onlyAtCron) {
      this.#reaching.delete(association);
    } else {
      this.#reaching.add(association);
      this.run(association, now);
    }
  }

  /** Whoever did not get the last run yet is not to get it any more. */
  #withdraw({ sent }: StoredAssociation, now: number): void {
    for (const command of new Set(sent.values())) {
      const waiting = command.invocations
        .filter(({ status }) => status === 'Pending' || status === 'Delayed')
        .map(({ nodeId }) => nodeId);
      if (waiting.length) {
        this.#options.commands.cancel(command, waiting, now);
      }
    }
  }

  #schedule(association: StoredAssociation, after: number): void {
    const schedule = scheduleOf(latestOf(association));
    association.nextRunAt = schedule && nextRun(schedule, after);
    if (association.nextRunAt === undefined) {
      this.#scheduled.delete(association);
    } else {
      this.#scheduled.add(association);
    }
  }

  /** Lets run what was to run until now, each at its own moment. */
  advance(now: number): void {
    const due = [...this.#scheduled]
      .flatMap(association => this.#takeDue(association, now))
      .sort((a, b) => a.at - b.at);
    for (const { association, at } of due) {
      this.#options.commands.advance(at);
      this.run(association, at);
    }
    if (this.#reaching.size && now - this.#lookedAt >= LOOKS) {
      this.#lookedAt = now;
      this.#options.commands.advance(now);
      this.#reaching.forEach(association => this.#reach(association, now));
    }
  }

  /** Runs an association on nodes that are new to it, or were away for too long. */
  #reach(association: StoredAssociation, now: number): void {
    const last = association.executions.at(0);
    if (last && !last.command) {
      // What cannot be sent is tried again when its time comes.
      return;
    }
    const missed = this.targetsOf(association).filter(({ id, lostAt }) => {
      const invocation = association.sent.get(id)?.byNode.get(id);
      return (
        lostAt === undefined &&
        (!invocation || invocation.statusDetails === UNDELIVERED)
      );
    });
    if (missed.length) {
      this.#run(association, missed, now);
    }
  }

  #takeDue(association: StoredAssociation, now: number) {
    const due: Array<{ association: StoredAssociation; at: number }> = [];
    while (
      association.nextRunAt !== undefined &&
      association.nextRunAt <= now
    ) {
      due.push({ association, at: association.nextRunAt });
      this.#schedule(association, association.nextRunAt);
    }
    return due.slice(-CAUGHT_UP);
  }

  /** Nodes that an association is for. */
  targetsOf(association: StoredAssociation): SimulatedNode[] {
    const { account, region } = association;
    const { targets } = latestOf(association).settings;
    return this.#options.fleet
      .list(account, region)
      .filter(node => isTarget(node, targets));
  }

  /** Runs an association on all that it is for. */
  run(association: StoredAssociation, at: number): AssociationExecution {
    this.#withdraw(association, at);
    return this.#run(association, this.targetsOf(association), at);
  }

  #run(
    association: StoredAssociation,
    nodes: readonly SimulatedNode[],
    at: number,
  ): AssociationExecution {
    this.#made += 1;
    const { documents, commands } = this.#options;
    const command = send(association, nodes, {
      at,
      documents: documents(),
      commands,
    });
    const execution: AssociationExecution = {
      id: this.#uuid('execution', this.#made),
      version: latestOf(association).version,
      createdAt: at,
      command,
    };
    if (command) {
      nodes.forEach(({ id }) => association.sent.set(id, command));
    }
    association.executions = [execution, ...association.executions].slice(
      0,
      KEPT_EXECUTIONS,
    );
    return execution;
  }

  #uuid(kind: string, count: number): string {
    return Random.create(this.#options.seed, kind, count).uuid();
  }
}
