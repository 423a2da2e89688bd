const SECOND = 1000;

// Lines are worked through in order of time, so the last second is the next
// one, too, and making its text is what takes longest in making a line.
let lastSecond = NaN;
let lastText = '';

function secondText(at: number): string {
  const second = Math.floor(at / SECOND);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = new Date(second * SECOND).toISOString().slice(0, -5);
  }
  return lastText;
}

/** Epoch milliseconds as `YYYY-MM-DDTHH:mm:ss.SSSZ`. */
export function isoText(at: number): string {
  const milliseconds = String(at % SECOND).padStart(3, '0');
  return `${secondText(at)}.${milliseconds}Z`;
}

/** Epoch milliseconds as `YYYY-MM-DD HH:mm:ss.SSS`, as Logs Insights writes them. */
export function timestampText(at: number): string {
  return isoText(at).slice(0, -1).replace('T', ' ');
}
