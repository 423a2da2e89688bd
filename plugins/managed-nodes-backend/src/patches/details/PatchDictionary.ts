import { Knex } from 'knex';
import { patchKind } from '../../nodes/patchKind';
import { chunksOf } from './chunks';
import { MOST_CVES, ReportedPatch } from './PatchReader';

const KIND_RANKS = { critical: 2, security: 1, other: 0 };

/** Words of vendors for how severe a patch is, from the least. */
const SEVERITIES = [/^low$/i, /^(medium|moderate)$/i, /^(high|important)$/i];

/** What is told of a patch beside its name. */
type Facts = Pick<ReportedPatch, 'classification' | 'severity' | 'cves'>;

interface KnownPatch {
  id: number;
  digest: string;
  classification: string | null;
  severity: string | null;
  cves: string;
}

function severityRank(severity: string | null): number {
  if (severity === null) {
    return -1;
  }
  return /^critical$/i.test(severity)
    ? SEVERITIES.length + 1
    : SEVERITIES.findIndex(word => word.test(severity)) + 1;
}

function classificationRank(classification: string | null): number {
  if (classification === null) {
    return -1;
  }
  return /security/i.test(classification) ? 1 : 0;
}

/** The one of higher rank, and of two alike always the same one. */
function higher(
  a: string | null,
  b: string | null,
  rank: (text: string | null) => number,
): string | null {
  const order = rank(a) - rank(b);
  if (order !== 0) {
    return order > 0 ? a : b;
  }
  return (a ?? '') <= (b ?? '') ? a : b;
}

/**
 * Puts together what two reports tell of one patch: the worse counts.
 * Advisories are amended, and distributions judge one package differently; in
 * whatever order nodes report, the same comes out, and due dates do not
 * waver.
 */
export function worseOf(a: Facts, b: Facts): Facts {
  return {
    classification: higher(
      a.classification,
      b.classification,
      classificationRank,
    ),
    severity: higher(a.severity, b.severity, severityRank),
    cves: [...new Set([...a.cves, ...b.cves])].sort().slice(0, MOST_CVES),
  };
}

function columnsOf(patch: Pick<ReportedPatch, 'kbId' | 'title'>, facts: Facts) {
  const kind = patchKind(facts);
  return {
    kb_id: patch.kbId,
    title: patch.title,
    classification: facts.classification,
    severity: facts.severity,
    kind,
    kind_rank: KIND_RANKS[kind],
    cves: JSON.stringify(facts.cves),
    search_text: [patch.kbId, patch.title, ...facts.cves]
      .join(' ')
      .toLowerCase(),
  };
}

/** Keeps what patches are called and what is told of them, once for all nodes. */
export class PatchDictionary {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): PatchDictionary {
    return new PatchDictionary(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Looks patches up, and enters those that are new.
   *
   * @returns their ids by digest, and the ids of those that were known and of
   * which something else is told now.
   */
  async name(
    patches: ReportedPatch[],
  ): Promise<{ ids: Map<string, number>; amended: number[] }> {
    const byDigest = new Map<string, { patch: ReportedPatch; facts: Facts }>();
    for (const patch of patches) {
      const told = byDigest.get(patch.digest)?.facts ?? patch;
      byDigest.set(patch.digest, { patch, facts: worseOf(told, patch) });
    }
    const ids = new Map<string, number>();
    const amended: number[] = [];
    // In one order, so that two who enter them do not wait for one another.
    for (const digests of chunksOf([...byDigest.keys()].sort())) {
      const known = await this.#read(digests);
      const fresh = digests.filter(digest => !known.has(digest));
      if (fresh.length) {
        await this.#knex('patches')
          .insert(
            fresh.map(digest => {
              const { patch, facts } = byDigest.get(digest)!;
              return { digest, ...columnsOf(patch, facts) };
            }),
          )
          .onConflict('digest')
          .ignore();
      }
      const rows = fresh.length ? await this.#read(digests) : known;
      for (const row of rows.values()) {
        ids.set(row.digest, row.id);
        const { patch, facts } = byDigest.get(row.digest)!;
        if (await this.#amend(row, patch, facts)) {
          amended.push(row.id);
        }
      }
    }
    return { ids, amended };
  }

  async #read(digests: string[]): Promise<Map<string, KnownPatch>> {
    const rows: KnownPatch[] = await this.#knex('patches')
      .whereIn('digest', digests)
      .select('id', 'digest', 'classification', 'severity', 'cves');
    return new Map(rows.map(row => [row.digest, row]));
  }

  async #amend(
    row: KnownPatch,
    patch: ReportedPatch,
    facts: Facts,
  ): Promise<boolean> {
    const { classification, severity, cves } = row;
    const now = worseOf(
      { classification, severity, cves: JSON.parse(cves) },
      facts,
    );
    if (
      now.classification === classification &&
      now.severity === severity &&
      JSON.stringify(now.cves) === cves
    ) {
      return false;
    }
    await this.#knex('patches')
      .where({ id: row.id })
      .update(columnsOf(patch, now));
    return true;
  }
}
