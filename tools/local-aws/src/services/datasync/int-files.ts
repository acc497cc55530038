import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fixture } from './int-fixture';

/** Writes a file into a fixture's file system, with the folders above it. */
export async function put(fixture: Fixture, path: string, content: string | Buffer = path): Promise<void> {
  await mkdir(join(fixture.root, path, '..'), { recursive: true });
  await writeFile(join(fixture.root, path), content);
}

/** Makes a file of `bytes` zeros that takes no room on the disk. */
export async function sparse(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'w');
  await file.truncate(bytes);
  await file.close();
}
