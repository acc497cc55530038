import { unzip } from 'fflate';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';

/** A deployment package that cannot be unzipped, with Lambda's message. */
export class BadZipError extends Error {
  override readonly name = 'BadZipError';
  readonly exitCode = 2;
  constructor(override readonly cause?: unknown) {
    super('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
}

/**
 * Unzips a deployment package below the data directory, once: the folder is named by the content's hash.
 *
 * @returns the folder
 * @throws BadZipError when it is no zip, is empty, or has a name that leads out of its folder
 */
export async function storeCode(zip: Buffer, dataDir: string): Promise<string> {
  const folder = codeFolder(createHash('sha256').update(zip).digest('base64'), dataDir);
  if (await exists(folder)) return folder;
  const files = await promisify(unzip)(zip).catch((error: unknown) => {
    throw new BadZipError(error);
  });
  const entries = Object.entries(files).filter(([name]) => !name.endsWith('/'));
  if (entries.length === 0) throw new BadZipError();
  // Under another name until it is whole: a run that is cut off leaves nothing that looks finished.
  const unfinished = `${folder}.${randomUUID()}`;
  try {
    for (const [name, content] of entries) {
      const path = resolve(unfinished, name);
      if (!path.startsWith(unfinished + sep)) throw new BadZipError();
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
    await rename(unfinished, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/** Where {@link storeCode} puts the package of a `CodeSha256` (base64). */
export function codeFolder(codeSha256: string, dataDir: string): string {
  return resolve(join(dataDir, 'lambda', Buffer.from(codeSha256, 'base64').toString('hex')));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
