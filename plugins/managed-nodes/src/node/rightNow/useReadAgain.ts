import { useEffect } from 'react';

/** From one reading to the next. */
export const EVERY_MS = 15_000;

/** A node is not asked for ever because somebody left a page open. */
export const FOR_MS = 300_000;

/**
 * Reads at once and again every 15 seconds while it is on and the page is
 * seen, and has it turned off after five minutes.
 */
export function useReadAgain(
  on: boolean,
  read: () => void,
  turnOff: () => void,
): void {
  useEffect(() => {
    if (!on) {
      return undefined;
    }
    const until = Date.now() + FOR_MS;
    let last = 0;
    const look = () => {
      const now = Date.now();
      if (now >= until) {
        turnOff();
      } else if (
        document.visibilityState === 'visible' &&
        now - last >= EVERY_MS
      ) {
        last = now;
        read();
      }
    };
    look();
    const timer = setInterval(look, 1000);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [on, read, turnOff]);
}
