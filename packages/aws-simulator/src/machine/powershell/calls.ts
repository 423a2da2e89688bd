import { controlAgent } from '../agentControl';
import { CloudWatchAgent } from '../CloudWatchAgent';
import { ScriptHost } from '../ScriptHost';
import { ScriptError } from './ScriptError';
import { Value } from './values';

/**
 * What a cmdlet is given: by the names of its parameters in lower case, and
 * what has no name by its position.
 */
export function optionsOf(
  words: readonly string[],
  read: (word: string) => Value,
): Record<string, Value> {
  const options: Record<string, Value> = {};
  let position = 0;
  for (let at = 0; at < words.length; at++) {
    const [, option] = /^-([A-Za-z]\w*):?$/.exec(words[at]) ?? [];
    const next = words[at + 1];
    if (option === undefined) {
      options[position] = read(words[at]);
      position += 1;
    } else if (next === undefined || /^-[A-Za-z]/.test(next)) {
      options[option.toLowerCase()] = true;
    } else {
      options[option.toLowerCase()] = read(next);
      at += 1;
    }
  }
  return options;
}

/** What a script says that is to be run, if there is such a file. */
export function scriptAt(
  { machine }: ScriptHost,
  path: string,
): string | undefined {
  return /\.ps1$/i.test(path)
    ? (machine.file(path) ?? machine.file(path.replace(/^.*[\\/]/, '')))
        ?.content
    : undefined;
}

/** Whether a path is that of the CloudWatch agent's control script. */
export function isAgentControl(path: string): boolean {
  return /(^|[\\/])amazon-cloudwatch-agent-ctl\.ps1$/i.test(path);
}

/**
 * Runs the CloudWatch agent's control script, which ends itself, not whoever
 * calls it; what it printed.
 *
 * @throws ScriptError where the agent is not installed
 */
export function runAgentControl(
  host: ScriptHost,
  variables: Map<string, Value>,
  [path, ...words]: readonly string[],
): Value {
  if (!CloudWatchAgent.of(host.machine).isInstalled) {
    throw new ScriptError(
      `The term '${path}' is not recognized as the name of a cmdlet, function, script file, or operable program.`,
    );
  }
  const { code, stdout, stderr } = controlAgent(host, words);
  host.stderr += stderr.replaceAll('\n', '\r\n');
  variables.set('lastexitcode', code);
  return stdout ? stdout.trimEnd().replaceAll('\n', '\r\n') : null;
}

/** Variables that are there before a script begins. */
export function variablesOf({ node }: ScriptHost): Map<string, Value> {
  return new Map<string, Value>([
    ['true', true],
    ['false', false],
    ['null', null],
    ['env:computername', node.computerName],
    ['env:aws_ssm_instance_id', node.id],
    ['env:aws_ssm_region_name', node.region],
    ['env:temp', 'C:\\Windows\\Temp'],
    ['env:systemroot', 'C:\\Windows'],
    ['env:systemdrive', 'C:'],
    ['env:programfiles', 'C:\\Program Files'],
    ['env:programdata', 'C:\\ProgramData'],
    ['lastexitcode', 0],
  ]);
}
