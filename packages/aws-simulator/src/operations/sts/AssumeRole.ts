import {
  AssumeRole$,
  AssumeRoleRequest,
  AssumeRoleResponse,
} from '@aws-sdk/client-sts';
import { SessionPolicy } from '../../identity/SessionPolicy';
import { hash } from '../../model/random';
import { AwsError } from '../../protocol/AwsError';
import { Constraints } from '../../services/constraints';
import { Operation, RequestContext } from '../../services/types';

const constraints = Constraints.create('ValidationError');

const ROLE_ARN =
  /^arn:aws:iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]+)$/;
const SESSION_NAME = /^[\w+=,.@-]*$/;
/** A role's MaxSessionDuration unless somebody raised it. */
const MAX_SESSION_SECONDS = 3600;
const MAX_POLICY = 2048;

function check(input: AssumeRoleRequest): void {
  constraints.length('roleArn', input.RoleArn, 20, 2048);
  constraints.length('roleSessionName', input.RoleSessionName, 2, 64);
  constraints.pattern('roleSessionName', input.RoleSessionName, SESSION_NAME);
  constraints.length('externalId', input.ExternalId, 2, 1224);
  constraints.range('durationSeconds', input.DurationSeconds, 900, 43_200);
  constraints.length('tags', input.Tags, 0, 50);
  if ((input.DurationSeconds ?? 0) > MAX_SESSION_SECONDS) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
}

function readPolicy(text: string | undefined): SessionPolicy | undefined {
  constraints.length('policy', text, 1, MAX_POLICY);
  if (text === undefined) {
    return undefined;
  }
  try {
    return SessionPolicy.read(text);
  } catch (error) {
    throw new AwsError(
      'MalformedPolicyDocument',
      `The policy is not valid, or says what is not simulated. ${error}`,
    );
  }
}

// A wrong external id, a role that does not exist and an account that is closed
// look the same, as at AWS.
function refuse({ principal }: RequestContext, roleArn: string): never {
  throw new AwsError(
    'AccessDenied',
    `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  );
}

export const AssumeRole: Operation<AssumeRoleRequest, AssumeRoleResponse> = {
  schema: AssumeRole$,
  action: 'sts:AssumeRole',
  resource: input => input.RoleArn ?? '*',
  handle(input, context) {
    check(input);
    const { RoleArn = '', RoleSessionName = '' } = input;
    const policy = readPolicy(input.Policy);
    const [, account, roleName] = ROLE_ARN.exec(RoleArn) ?? [];
    if (!account) {
      throw new AwsError('ValidationError', `${RoleArn} is invalid`);
    }
    const role = context.organization.isActive(account)
      ? context.permissions.findRole(account, roleName)
      : undefined;
    if (
      !role ||
      role.service ||
      (role.externalId && role.externalId !== input.ExternalId)
    ) {
      return refuse(context, RoleArn);
    }
    const roleId = `AROA${hash(account, roleName)
      .toString(36)
      .toUpperCase()
      .padStart(16, 'X')}`;
    const principal = {
      account,
      roleName,
      policy,
      userId: `${roleId}:${RoleSessionName}`,
      arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${RoleSessionName}`,
    };
    const issued = context.credentials.issue(
      principal,
      input.DurationSeconds ?? MAX_SESSION_SECONDS,
    );
    return {
      Credentials: {
        AccessKeyId: issued.accessKeyId,
        SecretAccessKey: issued.secretAccessKey,
        SessionToken: issued.sessionToken,
        Expiration: new Date(issued.expiresAt),
      },
      AssumedRoleUser: {
        AssumedRoleId: principal.userId,
        Arn: principal.arn,
      },
      ...(input.SourceIdentity && { SourceIdentity: input.SourceIdentity }),
    };
  },
};
