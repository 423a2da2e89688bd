/** Times something, in seconds. */
export async function timed(action: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}

/** The largest resident set of this process while something goes on, in MiB. */
export async function watchMemory(
  action: () => Promise<void>,
): Promise<number> {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 50);
  try {
    await action();
  } finally {
    clearInterval(timer);
  }
  return most / 2 ** 20;
}

/** Times the same thing again and again after once to warm up, in sorted milliseconds. */
export async function repeat(
  rounds: number,
  action: () => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  await action();
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await action();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

/** The time that a share of sorted times stays within. */
export function percentile(sorted: number[], share: number): number {
  return sorted[
    Math.max(
      0,
      Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1),
    )
  ];
}
