import { PatchComplianceDataState } from '@aws-sdk/client-ssm';

/**
 * How much a patch matters: critical if its severity is Critical, security if
 * a security advisory names it, other for the rest. The three counters of a
 * report count these.
 */
export type PatchKind = 'critical' | 'security' | 'other';

/** Which way a product is patched. */
export type PatchFamily = 'deb' | 'rpm' | 'windows';

/** An operating system release, as Patch Manager's catalogue knows it. */
export interface Product {
  /** As machines report it, e.g. `Ubuntu 22.04`. */
  readonly key: string;
  readonly family: PatchFamily;
  readonly operatingSystem: string;
  /** As filters of approval rules spell it, e.g. `Ubuntu22.04`. */
  readonly product: string;
  readonly productFamily: string;
  readonly vendor: string;
  readonly arch: string;
  readonly repository: string;
  /** What versions of its packages end in, e.g. `el9_4`. */
  readonly dist: string;
  /** What its advisories begin with, e.g. `ALAS2023-`. */
  readonly advisory: string;
  /** Position among the products, which tells their numbers apart. */
  readonly index: number;
}

/** A patch, the same object for every machine of its product. */
export interface CataloguePatch {
  readonly product: Product;
  readonly kind: PatchKind;
  /** What a later version of the same thing shares with it. */
  readonly kbId: string;
  readonly title: string;
  readonly classification: string;
  readonly severity: string;
  readonly cves: readonly string[];
  /** Epoch milliseconds. */
  readonly releasedAt: number;
  readonly needsReboot: boolean;
  /** Packages only. */
  readonly name?: string;
  readonly epoch?: number;
  readonly version?: string;
  readonly release?: string;
  readonly advisory?: string;
}

/** Ways in which a patch keeps a machine from being compliant. */
export type LackingState = Extract<
  PatchComplianceDataState,
  'MISSING' | 'FAILED' | 'INSTALLED_PENDING_REBOOT' | 'INSTALLED_REJECTED'
>;

/** A patch that keeps a machine from being compliant. */
export interface LackingPatch {
  readonly patch: CataloguePatch;
  readonly state: LackingState;
  /** Epoch milliseconds; absent for what is not installed. */
  readonly installedAt?: number;
}

/** A patch that was installed from the catalogue. */
export interface InstalledPatch {
  readonly patch: CataloguePatch;
  /** Epoch milliseconds. */
  readonly installedAt: number;
}
