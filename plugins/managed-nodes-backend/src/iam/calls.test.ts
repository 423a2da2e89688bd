import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { policy, policyNames } from './__testUtils__/policies';

const SOURCE = resolve(__dirname, '..');

/** What IAM calls the services whose clients are used. */
const PREFIXES: Record<string, string> = {
  cloudwatch: 'cloudwatch',
  ec2: 'ec2',
  organizations: 'organizations',
  'resource-groups-tagging-api': 'tag',
  s3: 's3',
  sqs: 'sqs',
  ssm: 'ssm',
};

/** Operations whose action has another name. */
const OTHER_NAMES: Record<string, string> = {
  's3:ListObjectsV2': 's3:ListBucket',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
};

/** Actions that no command of ours stands for. */
const WITHOUT_COMMAND = [
  // The providers of credentials call it.
  'sts:AssumeRole',
  // AWS asks for them when an execution is started with tags, or assumes a role.
  'iam:PassRole',
  'ssm:AddTagsToResource',
];

const IMPORT =
  /import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'@aws-sdk\/client-([\w-]+)'/g;

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .map(file => resolve(SOURCE, file))
  .filter(
    file =>
      file.endsWith('.ts') &&
      !file.endsWith('.test.ts') &&
      !file.includes('__testUtils__'),
  );

/** The actions of the commands that a file imports. */
function actionsIn(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(IMPORT)].flatMap(([, names, client]) =>
    names
      .split(',')
      .map(name => name.trim().replace(/^type /, ''))
      .flatMap(name => {
        const [, operation] =
          /^(\w+)Command$/.exec(name) ?? /^paginate(\w+)$/.exec(name) ?? [];
        if (!operation) {
          return [];
        }
        const action = `${PREFIXES[client] ?? client}:${operation}`;
        return [OTHER_NAMES[action] ?? action];
      }),
  );
}

describe('what the code calls in AWS', () => {
  const allowed = new Set(policyNames().flatMap(policy));
  const calls = new Map<string, string[]>();
  for (const file of files) {
    for (const action of actionsIn(file)) {
      calls.set(action, [...(calls.get(action) ?? []), relative(SOURCE, file)]);
    }
  }

  it('is allowed by a policy of docs/iam, all of it', () => {
    expect(calls.size).toBeGreaterThan(20);
    expect([...calls].filter(([action]) => !allowed.has(action))).toEqual([]);
  });

  it('is all that the policies allow', () => {
    expect(
      [...allowed].filter(
        action => !calls.has(action) && !WITHOUT_COMMAND.includes(action),
      ),
    ).toEqual([]);
  });
});
