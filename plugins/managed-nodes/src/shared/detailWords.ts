import { exactTime } from '@managed-nodes/plugin-managed-nodes-react';

/** A reason in a sentence, with its times as people read them. */
export function detailWords(detail: string): string {
  return detail.replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, time =>
    Number.isNaN(Date.parse(time)) ? time : exactTime(time),
  );
}
