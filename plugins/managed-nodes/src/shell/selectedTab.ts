import { ShellTab } from './types';

/** The index of the tab whose address leads to where we are most closely. */
export function selectedTab(tabs: ShellTab[], pathname: string): number {
  let selected = 0;
  tabs.forEach((tab, index) => {
    const inside = pathname === tab.href || pathname.startsWith(`${tab.href}/`);
    if (inside && tab.href.length >= tabs[selected].href.length) {
      selected = index;
    }
  });
  return selected;
}
