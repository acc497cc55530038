import { mkdir, realpath } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';

/** A path of an EFS file system would leave the directory that stands for it. */
export class EfsPathEscapes extends Error {
  override readonly name = 'EfsPathEscapes';
  readonly exitCode = 1;
  constructor(fileSystemId: string, path: string) {
    super(
      `The path '${path}' of ${fileSystemId} leads out of the file system through a symbolic link. ` +
        'Only paths inside the file system can be mounted; remove the link.',
    );
  }
}

/**
 * The directory that stands for an EFS file system in the local AWS: `<dataDir>/efs/<fs-id>`.
 * Pure; see {@link ensureEfsDirectory} to have it created.
 */
export function efsDirectory(dataDir: string, fileSystemId: string): string {
  if (!/^fs-[0-9a-f]+$/.test(fileSystemId)) {
    throw new RangeError(
      `'${fileSystemId}' is not an EFS file system id: expected fs- and hexadecimal digits.`,
    );
  }
  return join(dataDir, 'efs', fileSystemId);
}

/**
 * Creates (when missing) and returns a directory below a file system. `path` parts are absolute within the file
 * system, as an access point's root directory or a location's subdirectory are, and apply one below the other.
 * @throws EfsPathEscapes when a symbolic link on the way leads outside.
 */
export async function ensureEfsDirectory(
  dataDir: string,
  fileSystemId: string,
  ...path: readonly string[]
): Promise<string> {
  const root = efsDirectory(dataDir, fileSystemId);
  await mkdir(root, { recursive: true });
  const realRoot = await realpath(root);
  let directory = realRoot;
  for (const part of path.flatMap((piece) => posix.normalize(`/${piece}`).split('/'))) {
    if (part === '') continue;
    const next = join(directory, part);
    await mkdir(next, { recursive: true });
    directory = await realpath(next);
    if (!directory.startsWith(realRoot + sep)) throw new EfsPathEscapes(fileSystemId, path.join(''));
  }
  return directory;
}
