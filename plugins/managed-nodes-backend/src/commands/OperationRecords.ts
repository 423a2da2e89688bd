import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { OperationObserver } from './OperationProgress';
import { OperationRow } from './types';
import { countOutcomes } from './OperationNodes';

/** Nodes that an event on record has room for. */
const NODES_ON_RECORD = 50;

/** What events about operations are called, by the kind of these. */
const EVENTS: Record<string, string> = { patch: 'patch', runbook: 'run' };

function eventId({ kind }: OperationRow, what: 'send' | 'end'): string {
  return `${EVENTS[kind] ?? 'operation'}-${what}`;
}

/** What every event says of its operation: the human above all. */
function metaOf(operation: OperationRow): JsonObject {
  return {
    operation: operation.id,
    action: operation.action,
    startedBy: operation.started_by,
    ...(operation.cancelled_by && { cancelledBy: operation.cancelled_by }),
  };
}

/**
 * Puts on record what becomes of operations once nobody waits for an answer
 * any more: nodes that were left out right before sending, and the end.
 */
export class OperationRecords implements OperationObserver {
  readonly #auditor: AuditorService;
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #next: OperationObserver;

  static create(options: {
    auditor: AuditorService;
    knex: Knex;
    logger: LoggerService;
    /** Told as well. */
    next?: OperationObserver;
  }): OperationRecords {
    return new OperationRecords(options);
  }

  private constructor(options: Parameters<typeof OperationRecords.create>[0]) {
    this.#auditor = options.auditor;
    this.#knex = options.knex;
    this.#logger = options.logger;
    this.#next = options.next ?? {};
  }

  changed(operationId: string): void {
    this.#next.changed?.(operationId);
  }

  leftOut(operation: OperationRow, reasons: Map<string, string>): void {
    this.#next.leftOut?.(operation, reasons);
    this.#record(operation, async () => {
      const nodes = [...reasons]
        .slice(0, NODES_ON_RECORD)
        .map(([name, reason]) => ({ name, reason }));
      const event = await this.#auditor.createEvent({
        eventId: eventId(operation, 'send'),
        severityLevel: 'high',
        meta: { ...metaOf(operation), nodes, count: reasons.size },
      });
      await event.fail({ error: new Error('Nodes were left out') });
    });
  }

  ended(operation: OperationRow): void {
    this.#next.ended?.(operation);
    this.#record(operation, async () => {
      const outcomes = await countOutcomes(this.#knex, [operation.id]);
      const event = await this.#auditor.createEvent({
        eventId: eventId(operation, 'end'),
        severityLevel: 'medium',
        meta: {
          ...metaOf(operation),
          state: operation.state,
          outcomes: { ...outcomes.get(operation.id) },
        },
      });
      if (operation.state === 'failed') {
        await event.fail({ error: new Error('It did not succeed everywhere') });
      } else {
        await event.success();
      }
    });
  }

  #record(operation: OperationRow, write: () => Promise<void>): void {
    write().catch(error => {
      this.#logger.error(
        `What became of operation ${operation.id} could not be put on record`,
        error instanceof Error ? error : new Error(String(error)),
      );
    });
  }
}
