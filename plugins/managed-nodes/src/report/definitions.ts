import { PatchPolicy } from '@managed-nodes/plugin-managed-nodes-common';

/** A figure of the report, and what exactly it counts. */
export interface Definition {
  /** Where it stands on the page. */
  id: string;
  name: string;
  text: string;
}

/** What each figure of the report means. */
export function definitionsFor(policy: PatchPolicy): Definition[] {
  const { days, staleAfterDays } = policy;
  return [
    {
      id: 'machines',
      name: 'Machines',
      text: 'Servers that AWS Systems Manager manages, wherever they stand. Those that were taken out of service are not counted.',
    },
    {
      id: 'in-time',
      name: 'Patched in time',
      text: `The share of machines that keep the patch policy: nothing lacks, or what lacks is not due yet, or was excepted. Critical patches are due after ${days.critical} days, security patches after ${days.security}, others after ${days.other}. A machine whose last report is older than ${staleAfterDays} days, or that never reported, does not count as patched.`,
    },
    {
      id: 'overdue',
      name: 'Overdue',
      text: 'Machines on which at least one patch should be installed by now.',
    },
    {
      id: 'answering',
      name: 'Answering',
      text: 'The share of machines whose agent answered when they were listed last. One that does not answer may be switched off, or cut off.',
    },
    {
      id: 'never-reported',
      name: 'Never reported',
      text: 'Machines that never told which patches they lack. Nobody knows whether they are safe.',
    },
    {
      id: 'unclaimed',
      name: 'Unclaimed',
      text: 'Machines for which no rule found an owner: nobody takes care of them.',
    },
    {
      id: 'runs',
      name: 'Runs that succeeded',
      text: 'Of what people started on machines from this portal in 30 days, and what has ended and was not cancelled, the share that succeeded everywhere.',
    },
    {
      id: 'change',
      name: 'Change',
      text: 'Compared with the last day that was counted about a month ago, or with the first day that was. Machines count for whom they belonged to on that day.',
    },
  ];
}
