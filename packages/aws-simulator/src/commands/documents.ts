import {
  AMAZON,
  DocumentContent,
  DocumentStep,
  DocumentVersion,
  StoredDocument,
} from '../documents/types';
import { AwsError } from '../protocol/AwsError';

/** A parameter of a document: what it may be, and what it is when left out. */
interface ParameterRule {
  readonly required?: boolean;
  readonly pattern: RegExp;
  readonly default: string;
}

/** A Command document. */
export interface CommandDocument {
  readonly name: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, ParameterRule>>;
  /** Its steps in order. */
  readonly steps: ReadonlyArray<{
    readonly name: string;
    /** The platform it runs on, of a step without content. */
    readonly platform?: 'Linux' | 'MacOS' | 'Windows';
    /** What it does; absent in AWS-RunPatchBaseline, which is no script here. */
    readonly content?: DocumentStep;
  }>;
  /** How long it may run. */
  readonly executionTimeoutSeconds: number;
}

const UUID = '[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}';

const RUN_PATCH_BASELINE: CommandDocument = {
  name: 'AWS-RunPatchBaseline',
  version: '1',
  parameters: {
    Operation: { required: true, pattern: /^(Scan|Install)$/, default: '' },
    AssociationId: { pattern: new RegExp(`^(${UUID})?$`), default: '' },
    SnapshotId: { pattern: new RegExp(`^(${UUID})?$`), default: '' },
    InstallOverrideList: {
      pattern: /^(s3:\/\/\S+|https:\/\/\S+)?$/,
      default: '',
    },
    RebootOption: {
      pattern: /^(RebootIfNeeded|NoReboot)$/,
      default: 'RebootIfNeeded',
    },
    BaselineOverride: { pattern: /^(s3:\/\/\S+|https:\/\/\S+)?$/, default: '' },
  },
  steps: [
    { name: 'PatchWindows', platform: 'Windows' },
    { name: 'PatchMacOS', platform: 'MacOS' },
    { name: 'PatchLinux', platform: 'Linux' },
  ],
  executionTimeoutSeconds: 7200,
};

const DEFAULT_TIMEOUT = 3600;

/** How long the steps of a document may take together, in seconds. */
function timeoutOf({ steps }: DocumentContent): number {
  return steps.reduce((sum, { inputs }) => {
    const given = Number(inputs.timeoutSeconds);
    return sum + (Number.isFinite(given) && given ? given : DEFAULT_TIMEOUT);
  }, 0);
}

/** Whether patches are what a document is about. */
export function isPatchBaseline({ name }: CommandDocument): boolean {
  return name === RUN_PATCH_BASELINE.name;
}

/** A Command document that can be run. */
export function toCommandDocument(
  stored: StoredDocument,
  { version, content }: DocumentVersion,
): CommandDocument {
  if (stored.owner === AMAZON && stored.name === RUN_PATCH_BASELINE.name) {
    return RUN_PATCH_BASELINE;
  }
  return {
    name: stored.name,
    version: String(version),
    parameters: {},
    steps: content.steps.map(step => ({ name: step.name, content: step })),
    executionTimeoutSeconds: timeoutOf(content),
  };
}

/**
 * The parameters of AWS-RunPatchBaseline with those left out.
 *
 * @throws AwsError InvalidParameters
 */
export function readPatchParameters(
  document: CommandDocument,
  given: Readonly<Record<string, readonly string[]>>,
): Record<string, string> {
  const stranger = Object.keys(given).find(
    name => !Object.hasOwn(document.parameters, name),
  );
  if (stranger !== undefined) {
    throw new AwsError(
      'InvalidParameters',
      `Parameter "${stranger}" is not defined in document ${document.name}.`,
    );
  }
  return Object.fromEntries(
    Object.entries(document.parameters).map(([name, rule]) => {
      const values = given[name];
      if (values === undefined && rule.required) {
        throw new AwsError(
          'InvalidParameters',
          `Parameter "${name}" is required by document ${document.name}.`,
        );
      }
      if (values && (values.length !== 1 || !rule.pattern.test(values[0]))) {
        throw new AwsError(
          'InvalidParameters',
          `Parameter "${name}" has value "${values.join(', ')}" not matching "${
            rule.pattern.source
          }".`,
        );
      }
      return [name, values?.[0] ?? rule.default];
    }),
  );
}
