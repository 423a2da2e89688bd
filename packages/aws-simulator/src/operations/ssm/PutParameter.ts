import {
  PutParameter$,
  PutParameterRequest,
  PutParameterResult,
} from '@aws-sdk/client-ssm';
import { ParameterStore } from '../../parameters/ParameterStore';
import {
  ParameterKind,
  ParameterTier,
  StoredParameter,
} from '../../parameters/types';
import { AwsError } from '../../protocol/AwsError';
import { Operation } from '../../services/types';
import { constraints } from './limits';
import { newTags } from './newTags';

const TYPES: readonly ParameterKind[] = [
  'String',
  'StringList',
  'SecureString',
];
const TIERS = ['Standard', 'Advanced', 'Intelligent-Tiering'];
/** Bytes of a value, by tier. */
const MOST_BYTES: Readonly<Record<ParameterTier, number>> = {
  Standard: 4096,
  Advanced: 8192,
};
const NAME = /^[a-zA-Z0-9_.\-/]+$/;
const MOST_LEVELS = 15;

function invalid(why: string): AwsError {
  return new AwsError('ValidationException', why);
}

function checkName(name: string): void {
  constraints.length('name', name, 1, 2048);
  if (!NAME.test(name)) {
    throw invalid(
      'Parameter name must be a fully qualified name. Only a mix of letters, numbers and the following 3 symbols .-_ are allowed.',
    );
  }
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw invalid(
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
    );
  }
  if (name.includes('/') && !name.startsWith('/')) {
    throw invalid(
      'Parameter name must be a fully qualified name: it begins with a slash when it has any.',
    );
  }
  if (name.split('/').filter(Boolean).length > MOST_LEVELS) {
    throw new AwsError(
      'HierarchyLevelLimitExceededException',
      `The maximum depth of a parameter hierarchy is ${MOST_LEVELS} levels.`,
    );
  }
}

function tierOf(value: string, wanted: string): ParameterTier {
  const bytes = Buffer.byteLength(value);
  if (wanted === 'Intelligent-Tiering') {
    return bytes > MOST_BYTES.Standard ? 'Advanced' : 'Standard';
  }
  return wanted === 'Advanced' ? 'Advanced' : 'Standard';
}

function checkValue(
  value: string,
  tier: ParameterTier,
  pattern: string | undefined,
): void {
  if (!value) {
    throw invalid("Parameter value: can't be empty.");
  }
  if (Buffer.byteLength(value) > MOST_BYTES[tier]) {
    throw invalid(
      tier === 'Standard'
        ? 'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html'
        : 'Advanced tier parameters support a maximum parameter value of 8192 characters.',
    );
  }
  if (pattern === undefined) {
    return;
  }
  let matches: boolean;
  try {
    matches = new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    throw new AwsError(
      'InvalidAllowedPatternException',
      "The request doesn't meet the regular expression requirement.",
    );
  }
  if (!matches) {
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
  }
}

/** A tier is never lowered, and a type never changes. */
function before(found: StoredParameter | undefined) {
  const latest = found?.versions.at(-1);
  return { type: latest?.type, tier: latest?.tier };
}

/** Texts of the standard and the advanced tier; policies and AMIs are refused. */
export const PutParameter: Operation<PutParameterRequest, PutParameterResult> =
  {
    schema: PutParameter$,
    action: 'ssm:PutParameter',
    resource: ({ Name = '' }, { account, region }) =>
      ParameterStore.arnOf(Name, { account, region }),
    handle(input, context) {
      const { account, region, parameters, now } = context;
      const { Name = '', Value = '', Overwrite = false, Tags } = input;
      checkName(Name);
      constraints.oneOf('type', input.Type, TYPES);
      constraints.oneOf('tier', input.Tier, TIERS);
      constraints.length('description', input.Description, 0, 1024);
      constraints.length('allowedPattern', input.AllowedPattern, 0, 1024);
      if (
        input.Policies !== undefined ||
        (input.DataType ?? 'text') !== 'text'
      ) {
        throw invalid('Policies and data types but text are not simulated.');
      }
      const known = parameters.find({ account, region }, Name);
      const { type: oldType, tier: oldTier } = before(known);
      if (known && !Overwrite) {
        throw new AwsError(
          'ParameterAlreadyExists',
          'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
        );
      }
      if (known && Tags?.length) {
        throw invalid(
          "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, remove the overwrite flag.",
        );
      }
      const type = (input.Type ?? oldType) as ParameterKind | undefined;
      if (!type || (oldType && type !== oldType)) {
        throw invalid(
          type
            ? 'The type of an existing parameter cannot be changed.'
            : 'A parameter type is required when you create a parameter.',
        );
      }
      if (oldTier === 'Advanced' && input.Tier === 'Standard') {
        throw invalid(
          "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
        );
      }
      const tier = tierOf(Value, input.Tier ?? oldTier ?? 'Standard');
      checkValue(Value, tier, input.AllowedPattern);
      const { version } = parameters.put(
        { account, region },
        Name,
        {
          value: Value,
          type,
          description: input.Description,
          allowedPattern: input.AllowedPattern,
          tier,
          dataType: 'text',
        },
        { tags: newTags(Tags), now },
      );
      return { Version: version, Tier: tier };
    },
  };
