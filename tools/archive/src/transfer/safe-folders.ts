import { lstat, mkdir } from 'node:fs/promises';
import { InTheWayError } from './errors';

/** The directories of a tree that is written to: nothing is written through a link, for it may lead out of the tree. */
export class SafeFolders {
  readonly #known = new Map<string, Promise<void>>();

  /** @param root absolute; made when it is not there */
  constructor(readonly root: string) {}

  /** Absolute path of something below the root. */
  at(path: string): string {
    return `${this.root}/${path}`;
  }

  /** Makes the directories above a path. @throws InTheWayError, Error of the file system */
  async ensure(path: string): Promise<void> {
    const parts = path.split('/').slice(0, -1);
    await this.#ensure('', () => mkdir(this.root, { recursive: true }).then(() => undefined));
    let folder = '';
    for (const part of parts) {
      folder = folder === '' ? part : `${folder}/${part}`;
      const absolute = this.at(folder);
      await this.#ensure(folder, () => makeFolder(absolute));
    }
  }

  /** Forgets what it knows of directories, since some may be gone. */
  forget(): void {
    this.#known.clear();
  }

  #ensure(folder: string, make: () => Promise<void>): Promise<void> {
    let made = this.#known.get(folder);
    if (made === undefined) {
      if (this.#known.size > 50_000) this.#known.clear();
      made = make();
      this.#known.set(folder, made);
      made.catch(() => this.#known.delete(folder));
    }
    return made;
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const there = await lstat(path);
    if (!there.isDirectory())
      throw new InTheWayError(path, there.isSymbolicLink() ? 'a link where a directory is needed' : 'a file');
  }
}
