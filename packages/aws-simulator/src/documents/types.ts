/** A document's kinds that are simulated. */
export type DocumentKind = 'Automation' | 'Command';

export type DocumentFormat = 'JSON' | 'YAML';

/** Plain data, as JSON and YAML can say it. */
export type Json =
  | string
  | number
  | boolean
  | null
  | Json[]
  | { [key: string]: Json };

/** A parameter as a document declares it. */
export interface DocumentParameter {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** Absent when a value has to be given. */
  readonly default?: Json;
  readonly allowedValues?: readonly Json[];
  readonly allowedPattern?: string;
  readonly minChars?: number;
  readonly maxChars?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A step as a document declares it. */
export interface DocumentStep {
  readonly name: string;
  readonly action: string;
  readonly description?: string;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly outputs: ReadonlyArray<{
    readonly Name: string;
    readonly Selector: string;
    readonly Type: string;
  }>;
  readonly maxAttempts: number;
  /** Seconds, or a reference to a parameter. */
  readonly timeoutSeconds?: number | string;
  /** `Abort`, `Continue` or `step:name`. */
  readonly onFailure: string;
  readonly onCancel: string;
  readonly isCritical: boolean | string;
  readonly isEnd: boolean | string;
  readonly nextStep?: string;
  /** Command documents only: what has to be so for the step to run. */
  readonly precondition?: Json;
}

/** What a document says, read. */
export interface DocumentContent {
  readonly kind: DocumentKind;
  readonly schemaVersion: string;
  readonly description: string;
  readonly assumeRole?: string;
  readonly parameters: readonly DocumentParameter[];
  readonly steps: readonly DocumentStep[];
  /** Names of outputs, e.g. `step.Output`. */
  readonly outputs: readonly string[];
  readonly variables: Readonly<
    Record<string, { type: string; default?: Json; description?: string }>
  >;
  /** As it was parsed. */
  readonly raw: { [key: string]: Json };
}

/** A version of a document. It never changes. */
export interface DocumentVersion {
  /** 1, 2, … */
  readonly version: number;
  readonly versionName: string | undefined;
  readonly createdAt: number;
  readonly format: DocumentFormat;
  /** As it was given. */
  readonly text: string;
  readonly content: DocumentContent;
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
}

/** A document with everything around its content. */
export interface StoredDocument {
  /** An account, or `Amazon`. */
  readonly owner: string;
  /** Absent for Amazon's, which are everywhere. */
  readonly region: string | undefined;
  readonly name: string;
  readonly kind: DocumentKind;
  readonly createdAt: number;
  readonly platforms: readonly string[];
  targetType: string | undefined;
  displayName: string | undefined;
  versions: DocumentVersion[];
  defaultVersion: number;
  tags: ReadonlyArray<{ readonly Key: string; readonly Value: string }>;
  /** Accounts it is shared with, `all` for everybody. */
  readonly sharedWith: Set<string>;
}

export const AMAZON = 'Amazon';
