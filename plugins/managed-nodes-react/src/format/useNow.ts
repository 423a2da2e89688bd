import { useSyncExternalStore } from 'react';

const TICK_MS = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = Date.now();
  listeners.forEach(listener => listener());
}

function subscribe(listener: () => void) {
  if (!listeners.size) {
    now = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (!listeners.size) {
      clearInterval(timer);
    }
  };
}

function read() {
  return now;
}

/**
 * The time in milliseconds, renewed every 15 seconds by one timer for all the
 * components that show an age.
 *
 * @public
 */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read, read);
}
