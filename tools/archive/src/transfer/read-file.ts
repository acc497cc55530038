import type { BigIntStats } from 'node:fs';
import { type FileHandle, lstat, open, readlink, stat } from 'node:fs/promises';

/** How often a file that changes while it is read is read again. */
export const READ_TRIES = 3;

/** A file that is being read, with what it was when it was opened. */
export interface OpenFile {
  readonly size: number;
  readonly mtimeNs: bigint;
  /** Reads bytes `start` to `end`, fewer where the file has become shorter. */
  read(start: number, end: number): Promise<Buffer>;
  /** Whether it is still the file that was opened, and nobody has written to it. */
  isUnchanged(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens a file. @throws Error of the file system */
export async function openFile(path: string): Promise<OpenFile> {
  const handle = await open(path);
  try {
    const before = await handle.stat({ bigint: true });
    return {
      size: Number(before.size),
      mtimeNs: before.mtimeNs,
      read: (start, end) => readRange(handle, start, end),
      async isUnchanged() {
        const [now, there] = await Promise.all([
          handle.stat({ bigint: true }),
          stat(path, { bigint: true }).catch(() => undefined),
        ]);
        return isSame(before, now) && there !== undefined && isSame(before, there);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A link as something that can be read: its content is where it leads to. @throws Error of the file system */
export async function openLink(path: string): Promise<OpenFile> {
  const before = await lstat(path, { bigint: true });
  const target = await readlink(path, { encoding: 'buffer' });
  return {
    size: target.length,
    mtimeNs: before.mtimeNs,
    read: async (start, end) => target.subarray(start, end),
    isUnchanged: async () => isSame(before, await lstat(path, { bigint: true })),
    close: async () => undefined,
  };
}

async function readRange(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) return bytes.subarray(0, filled);
    filled += bytesRead;
  }
  return bytes;
}

function isSame(one: BigIntStats, other: BigIntStats): boolean {
  return (
    one.ino === other.ino &&
    one.dev === other.dev &&
    one.size === other.size &&
    one.mtimeNs === other.mtimeNs &&
    one.ctimeNs === other.ctimeNs
  );
}
