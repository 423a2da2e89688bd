import pLimit from 'p-limit';
import { MalformedResponseError } from '../../aws/problems';
import { NodeDetails } from '../../nodes/rows';
import { PatchReader, WhichPatches } from './PatchReader';
import { NodeReport } from './PatchStore';
import { isOfAll } from './readProblems';

const NODES_AT_ONCE = 4;

/** A node whose patches are to be read, as the store knows it. */
export interface UnreadNode {
  id: number;
  node_id: string;
  patch_operation_at: number | string | null;
  patch_lacking: number;
  details: string;
}

/** What came of reading some nodes; those that are in neither were not tried. */
export interface ReadBatch {
  reports: NodeReport[];
  failed: Array<{ node: UnreadNode; error: unknown }>;
}

/** Security updates count where more makes the node noncompliant than lacks. */
function whichOf(node: UnreadNode): WhichPatches {
  const { patch }: NodeDetails = JSON.parse(node.details);
  const counted =
    patch.criticalNonCompliant +
    patch.securityNonCompliant +
    patch.otherNonCompliant;
  return patch.availableSecurityUpdates && counted > node.patch_lacking
    ? 'lacking-or-available'
    : 'lacking';
}

async function readNode(
  reader: Pick<PatchReader, 'patchesOf'>,
  node: UnreadNode,
): Promise<NodeReport> {
  const lacking = await reader.patchesOf(node.node_id, whichOf(node));
  if (!lacking.length && node.patch_lacking) {
    // AWS says the same of a node that is gone. What is known stays.
    throw new MalformedResponseError(
      `AWS tells of no patches that lack, but its report counts ${node.patch_lacking}`,
    );
  }
  const at = node.patch_operation_at;
  return { id: node.id, reportAt: at === null ? null : Number(at), lacking };
}

/**
 * Reads some nodes of one target. Once something fails that would meet all of
 * them, no more are tried.
 */
export async function readBatch(
  reader: Pick<PatchReader, 'patchesOf'>,
  nodes: UnreadNode[],
  signal: AbortSignal,
): Promise<ReadBatch> {
  const limit = pLimit(NODES_AT_ONCE);
  const batch: ReadBatch = { reports: [], failed: [] };
  const givenUp = () => batch.failed.some(({ error }) => isOfAll(error));
  await Promise.all(
    nodes.map(node =>
      limit(async () => {
        if (signal.aborted || givenUp()) {
          return;
        }
        try {
          batch.reports.push(await readNode(reader, node));
        } catch (error) {
          if (!signal.aborted) {
            batch.failed.push({ node, error });
          }
        }
      }),
    ),
  );
  return batch;
}
