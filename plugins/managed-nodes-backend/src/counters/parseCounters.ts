import { ConflictError } from '@backstage/errors';
import {
  CountersOutput,
  countersOutputSchema,
  OperationOutput,
} from '@managed-nodes/plugin-managed-nodes-common';
import { cleanText } from '../nodes/text';

/** What the script prints is shorter; AWS keeps no more than this. */
const MOST_CHARACTERS = 24_000;

/** Characters of names, and of what a machine complains of, that people are shown. */
const MOST_NAME = 200;
const MOST_COMPLAINT = 300;

/** What a machine complained of, as the end of a sentence. */
export function complaintOf({ stderr }: OperationOutput): string {
  const complaint = cleanText(stderr, MOST_COMPLAINT);
  return complaint ? `: ${complaint}` : '';
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names may hold what JSON can spell and nobody should see. */
function cleanName(name: string): string {
  return cleanText(name, MOST_NAME) ?? '(without a name)';
}

/**
 * Reads what the script printed, or whatever a machine printed in its place.
 *
 * @throws ConflictError when it is not what the script prints.
 */
export function parseCounters(output: OperationOutput): CountersOutput {
  const { stdout, truncated } = output;
  const parsed = countersOutputSchema.safeParse(
    truncated || stdout.length > MOST_CHARACTERS ? undefined : readJson(stdout),
  );
  if (!parsed.success) {
    throw new ConflictError(
      `What the node printed are no counters${complaintOf(output)}`,
    );
  }
  const { memory, disks, network, ...rest } = parsed.data;
  return {
    ...rest,
    memory: {
      ...memory,
      usedBytes: Math.min(memory.usedBytes, memory.totalBytes),
    },
    disks: disks.map(({ mount, totalBytes, usedBytes }) => ({
      mount: cleanName(mount),
      totalBytes,
      usedBytes: Math.min(usedBytes, totalBytes),
    })),
    network: network.map(each => ({ ...each, name: cleanName(each.name) })),
  };
}
