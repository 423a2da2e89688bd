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
  /** Its steps in order, with the platform each runs on. */
  readonly steps: ReadonlyArray<{
    readonly name: string;
    readonly platform: 'Linux' | 'MacOS' | 'Windows';
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

/**
 * The document of a name, or of an ARN. There is only AWS-RunPatchBaseline.
 *
 * @throws AwsError InvalidDocument for any other
 */
export function findDocument(name: string): CommandDocument {
  const short = name.replace(/^arn:aws:ssm:[^:]*:[^:]*:document\//, '');
  if (short !== RUN_PATCH_BASELINE.name) {
    throw new AwsError('InvalidDocument', `Document ${name} does not exist.`);
  }
  return RUN_PATCH_BASELINE;
}

/**
 * The parameters of a command with those left out.
 *
 * @throws AwsError InvalidParameters
 */
export function readParameters(
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
