import { RebootOption } from '@aws-sdk/client-ssm';
import { PatchReport } from './PatchReport';
import { InstalledPatch, LackingPatch } from './types';

/** What is on a machine, whether it was reported or not. */
export type Machine = Omit<PatchReport, 'header'> & {
  /** Until when releases have been considered. Epoch milliseconds. */
  readonly knownUntil: number;
};

/** How patches are installed. */
export interface InstallOptions {
  readonly rebootOption: RebootOption;
  /** Whether it goes wrong with some: with the first of what is missing. */
  readonly fails: boolean;
}

function isOpen({ state }: LackingPatch): boolean {
  return state === 'MISSING' || state === 'FAILED';
}

/** What an install would put on the machine. */
export function openPatches(
  machine: Pick<Machine, 'lacking'>,
): readonly LackingPatch[] {
  return machine.lacking.filter(isOpen);
}

/**
 * The machine after everything missing was installed, but for what fails.
 * What needs a reboot waits for it.
 *
 * @param at - epoch milliseconds
 */
export function install(
  machine: Machine,
  at: number,
  { fails }: Pick<InstallOptions, 'fails'>,
): Machine {
  const failed = fails ? openPatches(machine)[0]?.patch : undefined;
  const updates: InstalledPatch[] = [...machine.updates];
  const lacking = machine.lacking.flatMap((entry): LackingPatch[] => {
    const { patch } = entry;
    if (!isOpen(entry)) {
      return [entry];
    }
    if (patch === failed) {
      return [{ patch, state: 'FAILED' }];
    }
    if (patch.needsReboot) {
      return [{ patch, state: 'INSTALLED_PENDING_REBOOT', installedAt: at }];
    }
    updates.push({ patch, installedAt: at });
    return [];
  });
  return { ...machine, lacking, updates };
}

/** The machine after it started anew. */
export function reboot(machine: Machine, at: number): Machine {
  const pending = machine.lacking.filter(
    entry => entry.state === 'INSTALLED_PENDING_REBOOT',
  );
  return {
    ...machine,
    lacking: machine.lacking.filter(entry => !pending.includes(entry)),
    updates: [
      ...machine.updates,
      ...pending.map(({ patch, installedAt = at }) => ({ patch, installedAt })),
    ],
  };
}
