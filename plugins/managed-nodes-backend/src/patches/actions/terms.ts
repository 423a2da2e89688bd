import {
  managedNodesPatchInstallPermission,
  managedNodesPatchScanPermission,
  PatchAction,
  PatchPreview,
} from '@managed-nodes/plugin-managed-nodes-common';
import { createHash } from 'node:crypto';

/** The document that scans and installs. */
export const PATCH_DOCUMENT = 'AWS-RunPatchBaseline';

/** What has to be allowed for each action. */
export const PERMISSIONS = {
  scan: managedNodesPatchScanPermission,
  install: managedNodesPatchInstallPermission,
};

/** The step of the document that has the output, by platform. */
export const OUTPUT_STEPS = {
  Linux: 'PatchLinux',
  Windows: 'PatchWindows',
  MacOS: 'PatchMacOS',
};

/** Most nodes, rate of nodes at a time, errors: what the AWS console patches with. */
const INSTALL_RATES: Array<[nodes: number, atATime: string, errors: string]> = [
  [24, '1', '1'],
  [100, '5%', '5'],
  [1000, '8%', '10'],
  [Infinity, '10%', '10'],
];

/** What is chosen for that many nodes unless somebody says otherwise. */
export function defaultsFor(
  action: PatchAction,
  nodes: number,
): PatchPreview['defaults'] {
  if (action === 'scan') {
    // A scan never reboots.
    return {
      maxConcurrency: '1000',
      maxErrors: '1000',
      rebootOption: 'NoReboot',
    };
  }
  const [, maxConcurrency, maxErrors] = INSTALL_RATES.find(
    ([most]) => nodes <= most,
  )!;
  return { maxConcurrency, maxErrors, rebootOption: 'RebootIfNeeded' };
}

/** Tells an action on a set of nodes from all others. */
export function digestOf(action: PatchAction, names: string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([action, [...names].sort()]))
    .digest('hex');
}

/** The document's parameters. */
export function parametersOf(
  action: PatchAction,
  rebootOption: 'RebootIfNeeded' | 'NoReboot',
): Record<string, string[]> {
  return {
    Operation: [action === 'scan' ? 'Scan' : 'Install'],
    RebootOption: [rebootOption],
  };
}
