import { interpolate } from '../automation/values';
import { DocumentStore } from '../documents/DocumentStore';
import { ParameterValues } from '../documents/parameters';
import { DocumentStep, Json } from '../documents/types';
import { versionOf } from '../documents/versions';
import { SimulatedNode } from '../fleet/types';
import { download, ScriptHost } from '../machine/ScriptHost';
import { PowerShell } from '../machine/powershell/PowerShell';
import { Shell } from '../machine/shell/Shell';
import { AwsError } from '../protocol/AwsError';
import { configurePackage } from './configurePackage';
import { nestedDocument, NestedError } from './nestedDocument';
import { isRightNow, printRightNow } from './rightNow';
import { StepOutcome } from './types';

const SHELL = 'aws:runShellScript';
const POWERSHELL = 'aws:runPowerShellScript';

/** Exit codes by which a script asks for a reboot. */
const REBOOT_CODES: Readonly<Record<string, number>> = {
  [SHELL]: 194,
  [POWERSHELL]: 3010,
};

/** Documents that run documents go no deeper. */
const DEEPEST = 3;

/** What a step runs on, and what it can reach. */
export interface StepContext {
  readonly host: ScriptHost;
  /** Read when something is run: documents may be replaced meanwhile. */
  readonly documents: () => DocumentStore;
  /** How many documents it is within; 1 when absent. */
  readonly depth?: number;
}

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

function mapIn(value: Json | undefined): { [key: string]: Json } {
  const given: Json =
    typeof value === 'string' && value.startsWith('{')
      ? (JSON.parse(value) as Json)
      : value ?? {};
  return typeof given === 'object' && given !== null && !Array.isArray(given)
    ? given
    : { path: given };
}

/** Leaves a file where scripts find it that are run from its folder. */
function fetchContent(
  inputs: Record<string, Json>,
  { host, documents }: StepContext,
): void {
  const source = mapIn(inputs.sourceInfo);
  const separator = host.node.platform.type === 'Windows' ? '\\' : '/';
  const folder = String(inputs.destinationPath ?? '').replace(/[\\/]+$/, '');
  const within = (name: string) =>
    folder ? `${folder}${separator}${name}` : name;
  if (inputs.sourceType === 'SSMDocument') {
    const { account, region } = host.node;
    const name = String(source.name ?? '');
    const found = documents().find({ account, region }, name);
    if (found) {
      const { text } = versionOf(found, undefined);
      host.machine.write(within(`${found.name}.json`), text, host.now);
    }
    return;
  }
  const address = String(source.path ?? '');
  const name = address.replace(/^.*\//, '');
  if (name) {
    download(host, address, within(name));
    download(host, address, name);
  }
}

/** Runs a script; the code it ends with. */
function runScript(action: string, script: string, host: ScriptHost): number {
  if (isRightNow(script)) {
    return printRightNow(host);
  }
  return action === SHELL
    ? Shell.run(host, script)
    : PowerShell.run(host, script);
}

/** What other plugins say when they did what they do. */
function plugin(
  { name, action }: DocumentStep,
  inputs: Record<string, Json>,
  context: StepContext,
): StepOutcome {
  const { host } = context;
  if (action === 'aws:configurePackage') {
    const { code, stdout = '', stderr = '' } = configurePackage(inputs, host);
    return {
      name,
      status: code ? 'Failed' : 'Success',
      responseCode: code,
      stdout,
      stderr,
    };
  }
  host.duration += 2000;
  const subject = String(
    inputs.name ?? inputs.sourceType ?? inputs.action ?? '',
  );
  if (action === 'aws:downloadContent') {
    fetchContent(inputs, context);
  }
  return {
    name,
    status: 'Success',
    responseCode: 0,
    stdout: `${action.slice('aws:'.length)} ${subject} succeeded\n`,
    stderr: '',
  };
}

/** `aws:runDocument`: the steps of another document, as one step of this one. */
function runDocument(
  { name }: DocumentStep,
  inputs: Record<string, Json>,
  context: StepContext,
): StepOutcome {
  const { host, documents, depth = 1 } = context;
  const failed = (why: string): StepOutcome => ({
    name,
    status: 'Failed',
    responseCode: 1,
    stdout: '',
    stderr: `${why}\n`,
  });
  if (depth > DEEPEST) {
    return failed(`maximum depth of document execution (${DEEPEST}) exceeded`);
  }
  host.duration += 1000;
  let nested;
  try {
    nested = nestedDocument(inputs, host, documents());
  } catch (error) {
    if (error instanceof NestedError || error instanceof AwsError) {
      return failed(error.message);
    }
    throw error;
  }
  const done: StepOutcome[] = [];
  for (const step of nested.content.steps) {
    const outcome = runStep(step, nested.values, {
      ...context,
      depth: depth + 1,
    });
    done.push(outcome);
    if (outcome.status !== 'Success' && step.onFailure === 'exit') {
      break;
    }
  }
  const bad = done.find(({ status }) => status !== 'Success');
  const join = (of: (step: StepOutcome) => string) =>
    done.map(of).filter(Boolean).join('\n');
  return {
    name,
    status: bad?.status ?? 'Success',
    responseCode: bad?.responseCode ?? 0,
    stdout: join(({ stdout }) => stdout),
    stderr: join(({ stderr }) => stderr),
  };
}

/** Carries out one step of a Command document on a machine, at once. */
export function runStep(
  step: DocumentStep,
  values: ParameterValues,
  context: StepContext,
): StepOutcome {
  const { host } = context;
  if (!isMeant(step, host.node)) {
    return skipped(step);
  }
  const inputs = inputsOf(step, values);
  if (step.action === 'aws:runDocument') {
    return runDocument(step, inputs, context);
  }
  // A step prints on a page of its own.
  host.stdout = '';
  host.stderr = '';
  if (step.action !== SHELL && step.action !== POWERSHELL) {
    return plugin(step, inputs, context);
  }
  const lines = Array.isArray(inputs.runCommand)
    ? inputs.runCommand
    : [inputs.runCommand ?? ''];
  const script = lines.map(String).join('\n');
  const code = runScript(step.action, script, host);
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
