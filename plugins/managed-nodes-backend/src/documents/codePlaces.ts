import { apiOf, riskOf } from './actionRisks';
import { leavesOf, PlacedStep } from './references';

/**
 * How a parameter reaches code.
 *
 * - `choice`: it says which document, function, API or role is used, so any
 *   value of it decides what is run.
 * - `nodes`: it says what is acted on, which people choose among their own
 *   nodes and not by a value.
 * - `command`: it is a whole command of a script, or its first word, so any
 *   value of it is code, but for numbers.
 * - `script`: it is pasted into a program, or handed to a document that may
 *   paste it.
 * - `input`: it is handed to a program as data.
 */
export type CodeUse = 'choice' | 'nodes' | 'command' | 'script' | 'input';

/** A text that reaches code, as the document has it. */
export interface CodePlace {
  text: string;
  use: CodeUse;
  where: string;
  /** Whether the text is a program, not only an argument of one. */
  program: boolean;
}

const ALL = '*';

/** The inputs of each action that reach code. Actions that are not here: all of them. */
const PLACES: ReadonlyMap<string, Record<string, CodeUse>> = new Map<
  string,
  Record<string, CodeUse>
>([
  ['aws:approve', {}],
  ['aws:assertAwsResourceProperty', { Service: 'choice', Api: 'choice' }],
  ['aws:branch', {}],
  ['aws:changeInstanceState', { InstanceIds: 'nodes' }],
  ['aws:copyImage', {}],
  ['aws:createImage', { InstanceId: 'nodes' }],
  [
    'aws:createStack',
    {
      TemplateBody: 'script',
      TemplateURL: 'choice',
      RoleARN: 'choice',
      Parameters: 'input',
    },
  ],
  ['aws:createTags', { ResourceIds: 'nodes' }],
  ['aws:deleteImage', {}],
  ['aws:deleteStack', { RoleARN: 'choice' }],
  [
    'aws:executeAutomation',
    {
      DocumentName: 'choice',
      DocumentVersion: 'choice',
      TargetLocations: 'choice',
      TargetParameterName: 'choice',
      Targets: 'nodes',
      TargetMaps: 'nodes',
      RuntimeParameters: 'script',
    },
  ],
  [
    'aws:executeScript',
    {
      Script: 'script',
      Handler: 'choice',
      Attachment: 'choice',
      InputPayload: 'input',
    },
  ],
  ['aws:executeStateMachine', { stateMachineArn: 'choice', input: 'input' }],
  [
    'aws:invokeLambdaFunction',
    {
      FunctionName: 'choice',
      Qualifier: 'choice',
      ClientContext: 'input',
      InputPayload: 'input',
      Payload: 'input',
    },
  ],
  ['aws:invokeWebhook', { IntegrationName: 'choice', Body: 'input' }],
  ['aws:loop', {}],
  ['aws:pause', {}],
  [
    'aws:runCommand',
    {
      DocumentName: 'choice',
      DocumentVersion: 'choice',
      ServiceRoleArn: 'choice',
      InstanceIds: 'nodes',
      Targets: 'nodes',
      Parameters: 'script',
    },
  ],
  [
    'aws:runInstances',
    {
      UserData: 'script',
      IamInstanceProfileArn: 'choice',
      IamInstanceProfileName: 'choice',
    },
  ],
  ['aws:sleep', {}],
  ['aws:updateVariable', {}],
  ['aws:waitForAwsResourceProperty', { Service: 'choice', Api: 'choice' }],
  ['aws:applications', { source: 'choice', parameters: 'script' }],
  ['aws:cloudWatch', { [ALL]: 'input' }],
  ['aws:configureDocker', {}],
  [
    'aws:configurePackage',
    {
      name: 'choice',
      version: 'choice',
      source: 'choice',
      additionalArguments: 'script',
    },
  ],
  ['aws:domainJoin', { [ALL]: 'input' }],
  [
    'aws:downloadContent',
    { sourceType: 'choice', sourceInfo: 'choice', destinationPath: 'input' },
  ],
  [
    'aws:psModule',
    { runCommand: 'script', source: 'choice', workingDirectory: 'input' },
  ],
  ['aws:refreshAssociation', {}],
  ['aws:runDocument', { documentPath: 'choice', documentParameters: 'script' }],
  [
    'aws:runPowerShellScript',
    { runCommand: 'script', commands: 'script', workingDirectory: 'input' },
  ],
  [
    'aws:runShellScript',
    { runCommand: 'script', commands: 'script', workingDirectory: 'input' },
  ],
  ['aws:softwareInventory', {}],
  ['aws:updateAgent', {}],
  ['aws:updateSsmAgent', {}],
]);

// What APIs that change something call what they carry out, in small letters.
const API_KEYS: ReadonlyMap<string, CodeUse> = new Map<string, CodeUse>([
  ['assumerolepolicydocument', 'script'],
  ['commands', 'script'],
  ['content', 'script'],
  ['policydocument', 'script'],
  ['script', 'script'],
  ['templatebody', 'script'],
  ['userdata', 'script'],
  ['documentname', 'choice'],
  ['documentversion', 'choice'],
  ['executionrolename', 'choice'],
  ['functionname', 'choice'],
  ['iaminstanceprofile', 'choice'],
  ['rolearn', 'choice'],
  ['servicerolearn', 'choice'],
  ['statemachinearn', 'choice'],
  ['templateurl', 'choice'],
  ['instanceid', 'nodes'],
  ['instanceids', 'nodes'],
  ['targets', 'nodes'],
  ['input', 'input'],
  ['payload', 'input'],
]);

const PROGRAM_KEY =
  /^(runCommand|commands?|commandLine|executionCommand|script|userData)$/i;

function useInApi(
  { step, inputs }: PlacedStep,
  path: string[],
): CodeUse | null {
  if (path.length === 1 && /^(Service|Api)$/.test(path[0])) {
    return 'choice';
  }
  if (riskOf(step.action, inputs) === 'reads') {
    return null;
  }
  const keys = path.map(key => key.toLowerCase());
  if (keys.includes('parameters')) {
    return apiOf(inputs).startsWith('ssm:') ? 'script' : 'input';
  }
  return keys.map(key => API_KEYS.get(key)).find(Boolean) ?? null;
}

function useOf(placed: PlacedStep, path: string[]): CodeUse | null {
  const { action } = placed.step;
  if (action === 'aws:executeAwsApi') {
    return useInApi(placed, path);
  }
  const places = PLACES.get(action);
  if (!places) {
    return 'script';
  }
  return places[path[0]] ?? places[ALL] ?? null;
}

/** The texts of a step that reach code. */
export function codePlacesOf(placed: PlacedStep): CodePlace[] {
  return leavesOf(placed.inputs, []).flatMap(({ text, path }) => {
    const use = useOf(placed, path);
    return use
      ? [
          {
            text,
            use,
            where: [`${placed.where}.inputs`, ...path].join('.'),
            program:
              use === 'script' && path.some(key => PROGRAM_KEY.test(key)),
          },
        ]
      : [];
  });
}
