import { z } from 'zod';

/** The Command document that reads the counters of a machine. @public */
export const RIGHT_NOW_DOCUMENT = 'ManagedNodes-RightNow';

/** Disks, and network interfaces, that are told of at the most. */
const MOST_LISTED = 20;

/** What a machine may be called a disk or an interface; it prints less. */
const MOST_NAME = 1024;

const amount = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER);
const load = z.number().nonnegative().max(1_000_000);
const name = z.string().min(1).max(MOST_NAME);

const measured = {
  /** How busy all processors together are. */
  cpuPercent: z.number().min(0).max(100),
  /** Logical processors. */
  cores: z.number().int().min(1).max(65_536),
  /** Of the last 1, 5 and 15 minutes; null where there is no such thing, as on Windows. */
  load: z.object({ one: load, five: load, fifteen: load }).nullable(),
  memory: z.object({ totalBytes: amount.positive(), usedBytes: amount }),
  /** Local file systems. Room that is kept for root is none. */
  disks: z
    .array(z.object({ mount: name, totalBytes: amount, usedBytes: amount }))
    .max(MOST_LISTED),
  /** The interfaces that moved most since the machine runs. */
  network: z
    .array(
      z.object({
        name,
        receivedBytesPerSecond: amount,
        sentBytesPerSecond: amount,
      }),
    )
    .max(MOST_LISTED),
  /** Since when it runs. */
  uptimeSeconds: amount,
};

/**
 * What the document prints on a machine. Whoever controls the machine can
 * print something else.
 *
 * @public
 */
export const countersOutputSchema = z.object({
  version: z.literal(1),
  ...measured,
});

/** @public */
export type CountersOutput = z.infer<typeof countersOutputSchema>;

/**
 * How busy a node was when somebody asked. Names of disks and interfaces are
 * the machine's own: render them as text.
 *
 * @public
 */
export const nodeCountersSchema = z.object({
  ...measured,
  /** When it was read, by the portal's clock. */
  takenAt: z.string().datetime({ offset: true }),
});

/** @public */
export type NodeCounters = z.infer<typeof nodeCountersSchema>;
