import { PatchPolicy } from '@managed-nodes/plugin-managed-nodes-common';

/** What is defined, and where it stands on the page. */
export type DefinitionId =
  | 'machines'
  | 'in-time'
  | 'overdue'
  | 'overdue-longest'
  | 'answering'
  | 'watched'
  | 'alarms'
  | 'never-reported'
  | 'unclaimed'
  | 'runs'
  | 'change'
  | 'tables';

/** A figure of the report, and what exactly it counts. */
export interface Definition {
  id: DefinitionId;
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
      text: 'Servers that this portal knows, wherever they stand: in a cloud, in a data centre or at the edge. Those that were taken out of service are not counted.',
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
      id: 'overdue-longest',
      name: 'Overdue longest',
      text: 'Owners by the day on which the first of their overdue patches should have been installed, the earliest first.',
    },
    {
      id: 'answering',
      name: 'Answering',
      text: 'The share of machines whose agent answered when they were listed last. One that does not answer may be switched off, or cut off.',
    },
    {
      id: 'watched',
      name: 'Watched',
      text: 'The share of machines that told how busy they are within the last three hours: somebody would notice if they were full, or busy beyond measure. Machines that nobody has looked for yet are left out.',
    },
    {
      id: 'alarms',
      name: 'With an alarm',
      text: 'Machines on which at least one alarm rings now: something that somebody chose to watch is worse than it should be.',
    },
    {
      id: 'never-reported',
      name: 'Never reported',
      text: 'Machines that never told which patches they lack. Nobody knows whether they are safe.',
    },
    {
      id: 'unclaimed',
      name: 'Unclaimed',
      text: 'Machines for which no rule found an owner: nobody in particular takes care of them. They count for the owner who gets what is left over.',
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
    {
      id: 'tables',
      name: 'The tables',
      text: 'The worst come first: most overdue, then the smallest share patched in time. A machine has one owner, stands in one place and is in one organizational unit. It counts for its application and for the system that this is part of, so those rows add up to more than there are.',
    },
  ];
}
