import { readFile, writeFile } from 'node:fs/promises';

/** Forgets the peak memory of a process of ours: from now on it is that from now on. Linux only. */
export async function forgetPeak(pid: number): Promise<void> {
  // https://docs.kernel.org/filesystems/proc.html: 5 resets the peak resident set size
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** Peak resident memory of a process, MiB; 0 when it has ended. Linux only. */
export async function peakMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

/** The processes that a process has started. Linux only. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
}
