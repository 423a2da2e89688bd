import { QueryStatus } from '@aws-sdk/client-cloudwatch-logs';
import { SimulatedNode } from '../fleet/types';
import { TooManyGroupsError } from './insights/collectors';
import { columnsOf } from './insights/columns';
import { Pipeline } from './insights/Pipeline';
import { EventRow, Row } from './insights/Row';
import { Command } from './insights/types';
import { LogGroup } from './groups';
import { LINES_A_MINUTE } from './rhythm';
import { momentOf, Timeline } from './Timeline';

/** Most lines that a query looks at. */
const SCAN_LIMIT = 2_000_000;
/** Lines that a query gets through in a millisecond. */
const PACE = 400;
const MINUTE = 60_000;
/** Steps after which others have their turn. */
const SLICE = 4000;

/** What a query looks for, and where. Times are epoch milliseconds, both included. */
export interface QueryRequest {
  readonly account: string;
  readonly region: string;
  readonly groups: readonly LogGroup[];
  readonly from: number;
  readonly to: number;
  readonly commands: readonly Command[];
  readonly startedAt: number;
  /** How long it waits before it begins. */
  readonly wait: number;
  /** How long it takes at least once it began. */
  readonly work: number;
  /** How many times faster than usual it is. */
  readonly speed: number;
  /** Most lines to look at. Default two million. */
  readonly scanLimit?: number;
}

/** What was looked at. */
export interface QueryFigures {
  readonly scanned: number;
  readonly matched: number;
  readonly bytes: number;
}

type Sources = ReadonlyMap<SimulatedNode, readonly LogGroup[]>;

/** The groups that each machine's lines are found in: its own, the central one, or both. */
function sourcesOf(groups: readonly LogGroup[]): Sources {
  const sources = new Map<SimulatedNode, LogGroup[]>();
  for (const group of groups) {
    for (const node of group.nodes) {
      const known = sources.get(node);
      if (known) {
        known.push(group);
      } else {
        sources.set(node, [group]);
      }
    }
  }
  return sources;
}

function turn(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve);
  });
}

/**
 * A query as time goes by. It works when somebody asks for results, as far as
 * it has got by then: from the newest event to the oldest.
 */
export class Query {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly columns: readonly string[];
  readonly groups: number;
  readonly #from: number;
  readonly #to: number;
  readonly #beginsAt: number;
  readonly #endsAt: number;
  readonly #scanLimit: number;
  readonly #pipeline: Pipeline;
  #sources: Sources;
  #steps: ReturnType<Timeline['backward']>;
  #ended: QueryStatus | undefined;
  #scanned = 0;
  #matched = 0;
  #bytes = 0;
  #rows: readonly Row[] = [];
  #working: Promise<void> = Promise.resolve();

  static start(id: string, request: QueryRequest): Query {
    return new Query(id, request);
  }

  private constructor(id: string, request: QueryRequest) {
    const { groups, from, to, startedAt: now, wait, work, speed } = request;
    this.id = id;
    this.account = request.account;
    this.region = request.region;
    this.columns = columnsOf(request.commands);
    this.groups = groups.length;
    this.#pipeline = Pipeline.create(request.commands, { newestFirst: true });
    this.#sources = sourcesOf(groups);
    const timeline = Timeline.create([...this.#sources.keys()], {
      from,
      to,
      now,
    });
    this.#scanLimit = request.scanLimit ?? SCAN_LIMIT;
    this.#from = from;
    this.#to = timeline.to;
    this.#steps = timeline.backward();
    const minutes = Math.max(0, timeline.to - from) / MINUTE;
    const lines = Math.min(
      this.#scanLimit,
      minutes * LINES_A_MINUTE * this.#sources.size,
    );
    this.#beginsAt = now + wait / speed;
    this.#endsAt = this.#beginsAt + (work + lines / PACE) / speed;
  }

  /** Whether it counts among those that run. */
  isActive(now: number): boolean {
    return !this.#ended && now < this.#endsAt;
  }

  /** Whether it was over for so long at a moment. */
  isPast(now: number, milliseconds: number): boolean {
    return now > this.#endsAt + milliseconds;
  }

  /** How much it holds in memory: rows, or machines it still is to look at. */
  get weight(): number {
    return this.#rows.length + this.#sources.size;
  }

  status(now: number): QueryStatus {
    return this.#ended ?? (now < this.#beginsAt ? 'Scheduled' : 'Running');
  }

  get figures(): QueryFigures {
    return {
      scanned: this.#scanned,
      matched: this.#matched,
      bytes: this.#bytes,
    };
  }

  /** What was found so far. */
  rows(): readonly Row[] {
    return this.#ended ? this.#rows : this.#pipeline.rows();
  }

  /** Whether it is over, and its rows stay what they are. */
  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  /** Ends it where it is; false when it was over already. */
  stop(now: number): boolean {
    const isActive = this.isActive(now);
    if (isActive) {
      this.#end('Cancelled');
    }
    return isActive;
  }

  /** Gets as far as it has got by a moment. */
  async advance(now: number): Promise<void> {
    // Whoever asks meanwhile waits for the same work.
    this.#working = this.#working.then(() => this.#work(now));
    await this.#working;
  }

  async #work(now: number): Promise<void> {
    if (now < this.#beginsAt) {
      return;
    }
    const share =
      now >= this.#endsAt
        ? 1
        : (now - this.#beginsAt) / (this.#endsAt - this.#beginsAt);
    const until = this.#to - share * (this.#to - this.#from);
    for (let steps = 1; !this.#ended; steps++) {
      if (this.#scanned >= this.#scanLimit) {
        this.#end(this.#pipeline.isFull ? 'Complete' : 'Timeout');
      } else if (this.#reaches(until, share)) {
        return;
      } else if (steps % SLICE === 0) {
        await turn();
      }
    }
  }

  /** Takes a step towards a moment; true when it is there. */
  #reaches(until: number, share: number): boolean {
    const { value: step, done } = this.#steps.next();
    if (done || !step) {
      if (share === 1) {
        this.#end('Complete');
      }
      return true;
    }
    if (!step.event) {
      return share < 1 && momentOf(step.position) < until;
    }
    for (const group of this.#sources.get(step.event.node) ?? []) {
      this.#scanned += 1;
      this.#bytes += Buffer.byteLength(step.event.message);
      try {
        this.#matched += Number(
          this.#pipeline.add(EventRow.of(step.event, group)),
        );
      } catch (error) {
        if (!(error instanceof TooManyGroupsError)) {
          throw error;
        }
        this.#end('Failed');
      }
    }
    return false;
  }

  #end(status: QueryStatus): void {
    this.#ended = status;
    this.#rows = status === 'Failed' ? [] : this.#pipeline.rows();
    // The fleet may be large and change; nothing of it is needed any more.
    this.#sources = new Map();
    this.#steps = Timeline.create([], { from: 0, to: -1, now: 0 }).backward();
  }
}
