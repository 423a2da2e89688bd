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
