import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import {
  chmod,
  lchown,
  lstat,
  lutimes,
  mkdir,
  open,
  readlink,
  rename,
  rm,
  rmdir,
  symlink,
  unlink,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { collect } from './content';
import { entryOf, walk } from './efs-walk';
import { fileError, NotOpened } from './entry-failures';
import type { Entry } from './entry';
import type { FileUser } from './file-user';
import { mayRead } from './file-user';
import type { Preserve } from './posix-metadata';
import type { Found, Opened, Receipt, Store } from './store';

/** Applied where the source has no POSIX metadata: https://docs.aws.amazon.com/datasync/latest/userguide/metadata-copied.html */
const DEFAULTS = { uid: 65534, gid: 65534, file: 0o644, directory: 0o755 } as const;

/** A directory that stands for an EFS file system (or a part of it). */
export class EfsStore implements Store {
  readonly readable = true;
  /** Node sets times as seconds in a double, which near today holds half a microsecond. */
  readonly mtimeToleranceNs = 2_000n;

  constructor(
    readonly uri: string,
    private readonly root: string,
    /** Who reads; absent for whoever runs the local AWS. */
    private readonly user?: FileUser,
  ) {}

  list(_needsMetadata: unknown, signal: AbortSignal): AsyncIterable<Found> {
    return walk(this.root, signal, (stats) => mayRead(stats, this.user));
  }

  async find({ path }: Pick<Entry, 'path'>): Promise<Entry | undefined> {
    try {
      return entryOf(path, await lstat(this.#at(path), { bigint: true }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async read(entry: Entry, signal: AbortSignal): Promise<Readable> {
    if (entry.kind === 'directory') return Readable.from([]);
    if (entry.kind === 'symlink') return Readable.from([await readlink(this.#at(entry.path), 'buffer')]);
    return this.#openFile(this.#at(entry.path), signal);
  }

  async #openFile(path: string, signal: AbortSignal): Promise<Readable> {
    try {
      const file = await open(path);
      try {
        if (this.user && !mayRead(await file.stat({ bigint: true }), this.user)) throw fileError('EACCES');
        return file.createReadStream({ highWaterMark: 1 << 20, signal });
      } catch (error) {
        await file.close();
        throw error;
      }
    } catch (error) {
      throw new NotOpened(error);
    }
  }

  async open(entry: Entry, signal: AbortSignal): Promise<Opened | undefined> {
    const found = await this.find(entry);
    return found && { entry: found, content: await this.read(found, signal) };
  }

  async write(entry: Entry, content: Readable, preserve: Preserve, signal: AbortSignal): Promise<Receipt> {
    const target = await this.#place(entry.path);
    if (entry.kind === 'directory') {
      await mkdir(target, { recursive: true });
      await this.#applyMetadata(target, entry, preserve);
      return {};
    }
    const temporary = join(dirname(target), `.aws-datasync-${randomBytes(6).toString('hex')}`);
    try {
      if (entry.kind === 'symlink') await symlink(await collect(content), temporary);
      else await pipeline(content, createWriteStream(temporary, { flags: 'wx' }), { signal });
      await this.#applyMetadata(temporary, entry, preserve);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    return {};
  }

  async remove(entry: Entry): Promise<void> {
    const target = await this.#place(entry.path);
    await (entry.kind === 'directory' ? rmdir(target) : unlink(target));
  }

  async receipt(): Promise<Receipt> {
    return {};
  }

  close(): void {
    // A directory holds no connection.
  }

  #at(path: string): string {
    return join(this.root, path);
  }

  /** Where a path is written: its folders made, none of them a link that would lead the write elsewhere. */
  async #place(path: string): Promise<string> {
    const names = path.split('/');
    if (names.some((name) => name === '' || name === '.' || name === '..')) {
      throw new Error(`'${path}' is not a path of a file system: it has an empty, '.' or '..' name in it`);
    }
    let directory = this.root;
    for (const name of names.slice(0, -1)) {
      directory = join(directory, name);
      await mkdir(directory, { recursive: true });
      if ((await lstat(directory)).isSymbolicLink())
        throw new Error(`${directory} is a symbolic link, not a folder`);
    }
    return this.#at(path);
  }

  async #applyMetadata(target: string, entry: Entry, preserve: Preserve): Promise<void> {
    const { metadata, kind } = entry;
    // Only root may give files away; elsewhere ownership stays with who runs the local AWS.
    if (process.getuid?.() === 0 && (preserve.uid || preserve.gid)) {
      const { uid = DEFAULTS.uid, gid = DEFAULTS.gid } = metadata;
      await lchown(target, preserve.uid ? uid : DEFAULTS.uid, preserve.gid ? gid : DEFAULTS.gid);
    }
    if (kind !== 'symlink') {
      await chmod(target, (preserve.permissions ? metadata.permissions : undefined) ?? DEFAULTS[kind]);
    }
    if (preserve.times && metadata.mtimeNs !== undefined) {
      await lutimes(target, seconds(metadata.atimeNs ?? metadata.mtimeNs), seconds(metadata.mtimeNs));
    }
  }
}

/** utimes takes decimal seconds; a double keeps microseconds of them. */
function seconds(ns: bigint): number {
  return Number(ns / 1000n) / 1e6;
}
