/** Milliseconds between two looks. */
const LOOK_MS = 50;

/**
 * Does something and answers with it by how many bytes the memory of this process (RSS) grew at most meanwhile. moto is
 * a process of its own and does not count.
 */
export async function withPeak<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly peakBytes: number }> {
  const before = process.memoryUsage().rss;
  let peakBytes = 0;
  const look = (): void => {
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss - before);
  };
  const sampler = setInterval(look, LOOK_MS);
  try {
    const result = await work();
    look();
    return { result, peakBytes };
  } finally {
    clearInterval(sampler);
  }
}
