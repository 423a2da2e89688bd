import { ComponentType, ReactNode } from 'react';

/** A tab of the plugin's pages. */
export interface ShellTab {
  id: string;
  label: string;
  /** Absolute within the portal. */
  href: string;
}

/** What frames our pages: title, tabs, and something at the right. */
export interface ShellProps {
  title: string;
  tabs: ShellTab[];
  action: JSX.Element;
  children: ReactNode;
}

/**
 * The frame that a frontend system puts around our pages. It is all on them
 * that differs between the two systems.
 */
export type Shell = ComponentType<ShellProps>;
