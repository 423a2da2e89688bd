import { interpolate } from '../automation/values';
import { ParameterValues } from '../documents/parameters';
import { DocumentStep, Json } from '../documents/types';
import { SimulatedNode } from '../fleet/types';
import { download, ScriptHost } from '../machine/ScriptHost';
import { PowerShell } from '../machine/powershell/PowerShell';
import { Shell } from '../machine/shell/Shell';
import { StepOutcome } from './types';

const SHELL = 'aws:runShellScript';
const POWERSHELL = 'aws:runPowerShellScript';

/** Exit codes by which a script asks for a reboot. */
const REBOOT_CODES: Readonly<Record<string, number>> = {
  [SHELL]: 194,
  [POWERSHELL]: 3010,
};

/** Inputs of a step with the command's parameters in place. */
function inputsOf(
  { inputs }: DocumentStep,
  values: ParameterValues,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      interpolate(value, reference => {
        const known = reference.replace(/^ssm:/, '');
        return Object.hasOwn(values, known) ? values[known] : '';
      }),
    ]),
  );
}

/** Whether a step is for this machine. */
export function isMeant(
  { action, precondition }: DocumentStep,
  node: SimulatedNode,
): boolean {
  const wanted =
    typeof precondition === 'object' &&
    precondition !== null &&
    !Array.isArray(precondition)
      ? precondition.StringEquals
      : undefined;
  if (Array.isArray(wanted) && wanted.includes('platformType')) {
    return wanted.includes(node.platform.type);
  }
  return action !== SHELL || node.platform.type !== 'Windows';
}

function skipped({ name }: DocumentStep): StepOutcome {
  return {
    name,
    status: 'Success',
    responseCode: 0,
    stdout: `Step execution skipped due to unsatisfied preconditions or an incompatible platform. Step name: ${name}`,
    stderr: '',
  };
}

function addressIn(sourceInfo: Json): string {
  const given: Json =
    typeof sourceInfo === 'string' && sourceInfo.startsWith('{')
      ? (JSON.parse(sourceInfo) as Json)
      : sourceInfo;
  return typeof given === 'object' && given !== null && !Array.isArray(given)
    ? String(given.path ?? '')
    : String(given);
}

/** Leaves a file where scripts find it that are run from its folder. */
function fetchContent(inputs: Record<string, Json>, host: ScriptHost): void {
  const address = addressIn(inputs.sourceInfo ?? '');
  const separator = host.node.platform.type === 'Windows' ? '\\' : '/';
  const folder = String(inputs.destinationPath ?? '').replace(/[\\/]+$/, '');
  const name = address.replace(/^.*\//, '');
  if (name) {
    download(host, address, folder ? `${folder}${separator}${name}` : name);
    download(host, address, name);
  }
}

/** What other plugins say when they did what they do. */
function plugin(
  { name, action }: DocumentStep,
  inputs: Record<string, Json>,
  host: ScriptHost,
): StepOutcome {
  host.duration += 2000;
  const subject = String(
    inputs.name ?? inputs.sourceType ?? inputs.action ?? '',
  );
  if (action === 'aws:configurePackage' && subject) {
    const { packages } = host.machine;
    if (inputs.action === 'Uninstall') {
      packages.delete(subject);
    } else {
      packages.add(subject);
      if (subject === 'AmazonCloudWatchAgent') {
        host.machine.addService('amazon-cloudwatch-agent', {
          title: 'Amazon CloudWatch Agent',
          running: false,
        });
      }
    }
  }
  if (action === 'aws:downloadContent') {
    fetchContent(inputs, host);
  }
  return {
    name,
    status: 'Success',
    responseCode: 0,
    stdout: `${action.slice('aws:'.length)} ${subject} succeeded\n`,
    stderr: '',
  };
}

/** Carries out one step of a Command document on a machine, at once. */
export function runStep(
  step: DocumentStep,
  values: ParameterValues,
  host: ScriptHost,
): StepOutcome {
  if (!isMeant(step, host.node)) {
    return skipped(step);
  }
  const inputs = inputsOf(step, values);
  if (step.action !== SHELL && step.action !== POWERSHELL) {
    return plugin(step, inputs, host);
  }
  const lines = Array.isArray(inputs.runCommand)
    ? inputs.runCommand
    : [inputs.runCommand ?? ''];
  const script = lines.map(String).join('\n');
  const code =
    step.action === SHELL
      ? Shell.run(host, script)
      : PowerShell.run(host, script);
  const reboots = code === REBOOT_CODES[step.action];
  host.rebooting ||= reboots;
  const seconds = Number(inputs.timeoutSeconds ?? 3600) || 3600;
  const late = host.duration > seconds * 1000;
  if (late) {
    host.duration = seconds * 1000;
  }
  const base = { name: step.name, stdout: host.stdout };
  if (late) {
    return {
      ...base,
      status: 'TimedOut',
      responseCode: -1,
      stderr: `${host.stderr}failed to run commands: exit status ${code}\n`,
    };
  }
  if (code !== 0 && !reboots) {
    return {
      ...base,
      status: 'Failed',
      responseCode: code,
      stderr: `${host.stderr}failed to run commands: exit status ${code}\n`,
    };
  }
  return { ...base, status: 'Success', responseCode: 0, stderr: host.stderr };
}
