import { SimulatedNode } from '../fleet/types';
import { ReportCounts } from '../patching/generatedReport';
import { CataloguePatch } from '../patching/types';

/** What a run of AWS-RunPatchBaseline has to tell. Times are epoch milliseconds. */
export interface PatchRunFacts {
  readonly node: SimulatedNode;
  readonly operation: string;
  readonly snapshotId: string;
  readonly baselineId: string;
  readonly baselineName: string;
  readonly patchGroup: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
  /** What it installed, and what of it could not be. */
  readonly installed: readonly CataloguePatch[];
  readonly failed: readonly CataloguePatch[];
  readonly rebooted: boolean;
  readonly counts: ReportCounts;
  /** Names of everything that is there. */
  readonly inventory: readonly string[];
}

function stamp(time: number): string {
  const text = new Date(time).toISOString();
  return `${text.slice(5, 7)}/${text.slice(8, 10)}/${text.slice(
    0,
    4,
  )} ${text.slice(11, 19)}`;
}

function linux(facts: PatchRunFacts): string {
  const { node, operation, snapshotId, startedAt, endedAt } = facts;
  const log = (text: string, at = startedAt) =>
    `${stamp(at)} root [INFO]: ${text}`;
  return [
    '/usr/bin/python3',
    `Using python binary: 'python3'`,
    'Using Python Version: Python 3.9.18',
    log(
      `Downloading payload from https://s3.dualstack.${node.region}.amazonaws.com/aws-ssm-${node.region}/patchbaselineoperations/linux/payloads/patch-baseline-operations-1.161.tar.gz`,
    ),
    log('Attempting to import entrance file common_startup_entrance'),
    log(
      `Running with snapshot id = ${snapshotId} and operation = ${operation}`,
    ),
    log(
      `Instance Id: ${node.id}, Patch Group: ${
        facts.patchGroup ?? ''
      }, Baseline: ${facts.baselineName} (${facts.baselineId})`,
    ),
    ...facts.installed.map(patch => log(`Installed ${patch.title}`, endedAt)),
    ...facts.failed.map(patch =>
      log(`Failed to install ${patch.title}`, endedAt),
    ),
    ...(facts.rebooted
      ? [log('Reboot was required; resumed after the reboot.', endedAt)]
      : []),
    log('Packages on this node:', endedAt),
    ...facts.inventory.map(title => `  ${title}`),
  ].join('\n');
}

function windows(facts: PatchRunFacts): string {
  const { node, operation, snapshotId, endedAt } = facts;
  return [
    `Preparing to download PatchBaselineOperations PowerShell module from S3.`,
    `Downloading PatchBaselineOperations PowerShell module from https://s3.${node.region}.amazonaws.com/aws-ssm-${node.region}/patchbaselineoperations/Amazon.PatchBaselineOperations-1.51.zip to C:\\Windows\\TEMP\\Amazon.PatchBaselineOperations-1.51.zip.`,
    'Extracting PatchBaselineOperations zip file contents to temporary folder.',
    'Verifying SHA 256 of the PatchBaselineOperations PowerShell module files.',
    'Successfully downloaded and installed the PatchBaselineOperations PowerShell module.',
    '',
    `Patch Summary for ${node.id}`,
    '',
    `PatchGroup          : ${facts.patchGroup ?? ''}`,
    `BaselineId          : ${facts.baselineId}`,
    `SnapshotId          : ${snapshotId}`,
    `OwnerInformation    :`,
    `OperationType       : ${operation}`,
    `OperationStartTime  : ${new Date(facts.startedAt).toISOString()}`,
    `OperationEndTime    : ${new Date(endedAt).toISOString()}`,
    ...facts.installed.map(patch => `Installed           : ${patch.title}`),
    ...facts.failed.map(patch => `Failed              : ${patch.title}`),
    ...facts.inventory.map(title => `Found               : ${title}`),
  ].join('\r\n');
}

function summary({ counts }: PatchRunFacts): string {
  return [
    '',
    `InstalledCount              : ${counts.installed}`,
    `InstalledOtherCount         : ${counts.installedOther}`,
    `InstalledPendingRebootCount : ${counts.pendingReboot}`,
    `InstalledRejectedCount      : ${counts.rejected}`,
    `MissingCount                : ${counts.missing}`,
    `FailedCount                 : ${counts.failed}`,
    `NotApplicableCount          : ${counts.notApplicable}`,
    `CriticalNonCompliantCount   : ${counts.critical}`,
    `SecurityNonCompliantCount   : ${counts.security}`,
    `OtherNonCompliantCount      : ${counts.other}`,
    '',
  ].join('\n');
}

/** What the document prints. */
export function patchOutput(facts: PatchRunFacts): string {
  const body =
    facts.node.platform.type === 'Windows' ? windows(facts) : linux(facts);
  return `${body}\n${summary(facts)}`;
}

/** What it prints when it cannot even look. */
export function brokenOutput(node: SimulatedNode): string {
  return node.platform.type === 'Windows'
    ? `Invoke-PatchBaselineOperation : Exception Details: An error occurred when attempting to search Windows Update.\r\nException Level 1:\r\n Error Message: Exception from HRESULT: 0x8024402C\r\nfailed to run commands: exit status 4294967295\r\n`
    : `Unable to retrieve package metadata: Cannot retrieve repository metadata (repomd.xml) for repository.\nError: Failed to synchronize cache for repo\nfailed to run commands: exit status 156\n`;
}

/** What it prints when patches could not be installed. */
export function failedOutput(failed: readonly CataloguePatch[]): string {
  return `${failed
    .map(patch => `Package ${patch.title} could not be installed.`)
    .join('\n')}\nfailed to run commands: exit status 1\n`;
}

/** A step of a document on a platform that is not its own. */
export function skippedOutput(step: string): string {
  return `Step execution skipped due to unsatisfied preconditions: '"StringEquals": [platformType, ${step}]'. Step name: ${step}`;
}

/** Text as Systems Manager cuts it. */
export function truncate(text: string, most: number, mark: string): string {
  return text.length > most ? text.slice(0, most - mark.length) + mark : text;
}
