import { Knex } from 'knex';
import { setTimeout as wait } from 'node:timers/promises';
import { SimulatorControl } from '../../packages/aws-simulator/src/control/SimulatorControl';

/** How far something is: not begun, under way, over. */
export type Stage = 0 | 1 | 2;

/** Between two looks at the simulator, and at the database. */
const LOOK_MS = 250;

/** In AWS's words for commands on nodes and for executions. */
export function stageAtAws(status: string): Stage {
  if (/^(Pending|Queued)$/.test(status)) {
    return 0;
  }
  return /^(InProgress|Delayed|Waiting|Cancelling)$/.test(status) ? 1 : 2;
}

function stageInStore(outcome: string): Stage {
  if (outcome === 'queued') {
    return 0;
  }
  return /^(running|waiting)$/.test(outcome) ? 1 : 2;
}

/** When each run came to each stage, by `performance.now()`. */
export class Stages {
  readonly #times = new Map<string, Array<number | undefined>>();

  /** Notes a stage, if that is news; those before it were come by, too. */
  note(id: string, stage: Stage, at: number): void {
    const times = this.#times.get(id) ?? [];
    this.#times.set(id, times);
    for (let each = 0; each <= stage; each += 1) {
      times[each] ??= at;
    }
  }

  at(id: string, stage: Stage): number | undefined {
    return this.#times.get(id)?.[stage];
  }

  get ids(): string[] {
    return [...this.#times.keys()];
  }

  /** How many came to a stage. */
  count(stage: Stage): number {
    return this.ids.filter(id => this.at(id, stage) !== undefined).length;
  }

  /** Milliseconds after others came to a stage that some of these did, sorted. */
  delaysAfter(
    others: Stages,
    stage: Stage,
    isMeant: (id: string) => boolean,
  ): number[] {
    return this.ids
      .filter(isMeant)
      .flatMap(id => {
        const [then, now] = [others.at(id, stage), this.at(id, stage)];
        return then === undefined || now === undefined
          ? []
          : Math.max(0, now - then);
      })
      .sort((a, b) => a - b);
  }
}

async function every(
  signal: AbortSignal,
  look: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await look();
    await wait(LOOK_MS);
  }
}

/**
 * Looks at the truth. What it shows first counts from the look before, so that
 * delays after it are never too short.
 */
export function watchAws(
  control: SimulatorControl,
  stages: Stages,
  signal: AbortSignal,
): Promise<void> {
  let before = performance.now();
  return every(signal, async () => {
    const at = performance.now();
    const [commands, automations] = await Promise.all([
      control.commands.list(),
      control.runbooks.list(),
    ]);
    for (const { id, nodes } of commands) {
      for (const status of Object.values(nodes)) {
        stages.note(id, stageAtAws(status), before);
      }
    }
    for (const { id, status } of automations) {
      stages.note(id, stageAtAws(status), before);
    }
    before = at;
  });
}

/** Looks at the rows that pages are made of. */
export function watchStore(
  knex: Knex,
  stages: Stages,
  signal: AbortSignal,
): Promise<void> {
  return every(signal, async () => {
    const rows: Array<{ id: string; outcome: string }> = await knex(
      'command_nodes',
    )
      .join('command_groups', join =>
        join
          .on('command_groups.operation_id', 'command_nodes.operation_id')
          .andOn('command_groups.number', 'command_nodes.group_number'),
      )
      .whereNotNull('command_groups.command_id')
      .select({ id: 'command_groups.command_id' }, 'command_nodes.outcome');
    const now = performance.now();
    for (const { id, outcome } of rows) {
      stages.note(id, stageInStore(outcome), now);
    }
  });
}
