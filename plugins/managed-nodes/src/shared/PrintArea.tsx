import { exactTime, useNow } from '@managed-nodes/plugin-managed-nodes-react';
import { ReactNode } from 'react';
import { ONLY_IN_PRINT, PRINTED, usePrintStyles } from './print';

/** What is printed when its page is: a document with a title and a date, without the portal around it. */
export const PrintArea = (props: {
  /** What the document is about: `Patch compliance`. */
  title: string;
  className?: string;
  /** Other content is on its way. */
  busy?: boolean;
  children: ReactNode;
}) => {
  usePrintStyles();
  const now = useNow();
  return (
    <div className={props.className} aria-busy={props.busy} {...PRINTED}>
      {/* JSS knows no rules of pages. */}
      <style>{'@page { margin: 14mm }'}</style>
      <div {...ONLY_IN_PRINT}>
        {props.title}, printed {exactTime(new Date(now).toISOString())}
      </div>
      {props.children}
    </div>
  );
};
