/** A number in [0, 1) that depends on nothing but two whole numbers; fast. */
export function noise(seed: number, index: number): number {
  let h =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  h = Math.imul(h, 0x297a2d39);
  h ^= h >>> 15;
  return (h >>> 0) / 4294967296;
}

const MINUTES = 1440;
const DAY = Float64Array.from({ length: MINUTES }, (_, minute) =>
  Math.sin((2 * Math.PI * minute) / MINUTES),
);

/** A day's wave from -1 to 1 at a minute since the epoch. */
export function wave(minute: number, phase: number): number {
  return DAY[(minute + phase) % MINUTES];
}

/** A value between two others. */
export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
