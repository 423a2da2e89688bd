import {
  DescribeInstancePatchesCommand,
  PatchComplianceData,
  SSMClient,
} from '@aws-sdk/client-ssm';
import {
  PatchKind,
  PatchState,
  patchStateSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { createHash } from 'node:crypto';
import { CallMeter } from '../../aws/CallMeter';
import { pagesOf, restartExpired } from '../../aws/paging';
import { MalformedResponseError } from '../../aws/problems';
import { cleanText } from '../../nodes/text';
import { patchKind } from '../../nodes/patchKind';

const PATCHES_PER_PAGE = 100;

/** CVEs that are kept of one patch. */
export const MOST_CVES = 100;

/** States that make a node noncompliant, as filters spell them. */
const LACKING = [
  'Missing',
  'Failed',
  'InstalledPendingReboot',
  'InstalledRejected',
];

/**
 * Which patches are read: those a node lacks, the same with security updates
 * that its baseline has not approved but counts, or all.
 */
export type WhichPatches = 'lacking' | 'lacking-or-available' | 'all';

const STATES: Record<WhichPatches, string[] | undefined> = {
  lacking: LACKING,
  'lacking-or-available': [...LACKING, 'AvailableSecurityUpdate'],
  all: undefined,
};

/** A patch as a node reports it, cleaned. */
export interface ReportedPatch {
  /** Tells it from all others: a hash of KB and title. */
  digest: string;
  kbId: string;
  title: string;
  classification: string | null;
  severity: string | null;
  kind: PatchKind;
  cves: string[];
  state: PatchState;
  /** Milliseconds since the epoch; null when it is not in place. */
  installedAt: number | null;
}

function digestOf(kbId: string, title: string): string {
  return createHash('sha1').update(`${kbId}\n${title}`).digest('hex');
}

function readCves(text: string | undefined): string[] {
  const names = (text ?? '')
    .split(/[\s,]+/)
    .flatMap(
      name => cleanText(name.replaceAll('"', '').toUpperCase(), 64) ?? [],
    );
  return [...new Set(names)].sort().slice(0, MOST_CVES);
}

/**
 * Reads one patch of `DescribeInstancePatches`.
 *
 * @throws MalformedResponseError when it has no name, or a state there is not.
 */
export function observeReportedPatch(
  patch: PatchComplianceData,
): ReportedPatch {
  const title = cleanText(patch.Title, 512) ?? cleanText(patch.KBId, 512);
  const kbId = cleanText(patch.KBId, 256) ?? cleanText(patch.Title, 256);
  const state = patchStateSchema.safeParse(patch.State);
  if (!title || !kbId || !state.success) {
    throw new MalformedResponseError(
      `AWS told of a patch ${JSON.stringify(
        title ?? kbId ?? '',
      )} in the state ${JSON.stringify(String(patch.State).slice(0, 64))}`,
    );
  }
  const facts = {
    classification: cleanText(patch.Classification, 128) ?? null,
    severity: cleanText(patch.Severity, 64) ?? null,
    cves: readCves(patch.CVEIds),
  };
  // AWS gives the epoch for what is not installed.
  const installedAt = patch.InstalledTime?.getTime() ?? 0;
  return {
    digest: digestOf(kbId, title),
    kbId,
    title,
    ...facts,
    kind: patchKind(facts),
    state: state.data,
    installedAt: installedAt > 0 ? installedAt : null,
  };
}

/** Reads which patches nodes have and lack. */
export class PatchReader {
  readonly #ssm: SSMClient;
  readonly #meter: CallMeter;
  readonly #signal: AbortSignal;

  static create(options: {
    ssm: SSMClient;
    meter: CallMeter;
    signal: AbortSignal;
  }): PatchReader {
    return new PatchReader(options.ssm, options.meter, options.signal);
  }

  private constructor(ssm: SSMClient, meter: CallMeter, signal: AbortSignal) {
    this.#ssm = ssm;
    this.#meter = meter;
    this.#signal = signal;
  }

  /**
   * The patches of a node's last report.
   *
   * @throws MalformedResponseError when they make no sense, and what AWS answers.
   */
  async patchesOf(
    nodeId: string,
    which: WhichPatches,
  ): Promise<ReportedPatch[]> {
    const states = STATES[which];
    return restartExpired(async () => {
      // A patch that is told twice counts once, as it was told last.
      const patches = new Map<string, ReportedPatch>();
      const pages = pagesOf(
        NextToken =>
          this.#ssm.send(
            this.#meter.watch(
              new DescribeInstancePatchesCommand({
                InstanceId: nodeId,
                Filters: states && [{ Key: 'State', Values: states }],
                MaxResults: PATCHES_PER_PAGE,
                NextToken,
              }),
            ),
            { abortSignal: this.#signal },
          ),
        page => page.NextToken,
      );
      for await (const page of pages) {
        for (const item of page.Patches ?? []) {
          const patch = observeReportedPatch(item);
          patches.set(patch.digest, patch);
        }
      }
      return [...patches.values()];
    });
  }
}
