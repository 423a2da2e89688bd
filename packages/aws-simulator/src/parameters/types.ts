/** A version of a parameter. It never changes. */
export interface ParameterVersion {
  /** 1, 2, … */
  readonly version: number;
  readonly value: string;
  readonly type: ParameterKind;
  readonly description: string | undefined;
  readonly allowedPattern: string | undefined;
  readonly tier: ParameterTier;
  readonly dataType: string;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

export type ParameterKind = 'String' | 'StringList' | 'SecureString';
export type ParameterTier = 'Standard' | 'Advanced';

/** A parameter of Parameter Store. */
export interface StoredParameter {
  readonly name: string;
  /** Oldest first, never empty. */
  versions: readonly ParameterVersion[];
  tags: ReadonlyArray<{ readonly Key: string; readonly Value: string }>;
}

/** What a parameter is to say. */
export type ParameterSettings = Omit<
  ParameterVersion,
  'version' | 'modifiedAt'
>;
