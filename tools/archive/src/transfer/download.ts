import { randomBytes } from 'node:crypto';
import { type FileHandle, lstat, lutimes, open, rename, symlink, unlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { backoffMs, failureKind, sleep } from '@strata/aws';
import { type ObjectFacts, openObject } from '../gateway/get-object';
import type { VersionPlace } from '../gateway/object-place';
import { PARTIAL_PREFIX } from '../listing/listed';
import { newDigest } from '../sync/content-digest';
import type { Digest } from '../sync/crc';
import { isLink, mtimeOf } from '../sync/posix-metadata';
import type { TransferContext } from './context';
import { DamagedContentError, explainNoRoom, InTheWayError } from './errors';
import type { SafeFolders } from './safe-folders';

/** An object that is downloaded. */
export interface DownloadRequest {
  readonly from: VersionPlace;
  /** Directory that nothing is written outside of. */
  readonly folders: SafeFolders;
  /** Below it, `/` between parts. */
  readonly path: string;
  /** Whether a file is there that is replaced. */
  readonly isUpdate: boolean;
}

/** Why nothing was downloaded; undefined when it was. */
export type NotDownloaded = 'a symbolic link (--links store brings it back)' | undefined;

const TRIES = 8;
const LONGEST_LINK = 4096;

/**
 * Downloads an object into a file of the same directory, and puts that in place when it is whole and has its mtime
 * (that of its metadata, else when it was stored). A connection that breaks off is taken up where it broke.
 *
 * @throws AwsFailure, DamagedContentError, InTheWayError, NoRoomError, Error of the file system; the file is then what it
 * was, and nothing is left beside it
 */
export async function downloadObject(
  context: TransferContext,
  request: DownloadRequest,
): Promise<NotDownloaded> {
  try {
    return await downloadBeside(context, request);
  } catch (error) {
    throw explainNoRoom(error, request.folders.root);
  }
}

async function downloadBeside(context: TransferContext, request: DownloadRequest): Promise<NotDownloaded> {
  const { folders, path } = request;
  await folders.ensure(path);
  const target = folders.at(path);
  await refuseOthers(target, request.isUpdate);
  const partial = join(dirname(target), `${PARTIAL_PREFIX}${randomBytes(9).toString('base64url')}`);
  try {
    const facts = await fetchInto(context, request, partial);
    const seconds =
      Number(mtimeOf(facts.metadata) ?? BigInt(facts.lastModified.getTime()) * 1_000_000n) / 1e9;
    if (isLink(facts.metadata)) {
      if (context.links !== 'store') {
        await unlink(partial);
        return 'a symbolic link (--links store brings it back)';
      }
      await becomeLink(partial, facts.size);
      await lutimes(partial, seconds, seconds);
    } else {
      await utimes(partial, seconds, seconds);
    }
    await refuseOthers(target, request.isUpdate);
    await rename(partial, target);
    return undefined;
  } catch (error) {
    await unlink(partial).catch(() => undefined);
    throw error;
  }
}

/** A directory, or something that came since the plan, is not replaced. */
async function refuseOthers(target: string, isUpdate: boolean): Promise<void> {
  const there = await lstat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (there === undefined) return;
  if (there.isDirectory()) throw new InTheWayError(target, 'a directory');
  if (!isUpdate) throw new InTheWayError(target, 'something that was not there when this was planned');
}

async function fetchInto(
  context: TransferContext,
  { from }: DownloadRequest,
  partial: string,
): Promise<ObjectFacts> {
  const file = await open(partial, 'wx');
  try {
    return await fetch(context, from, file);
  } finally {
    await file.close();
  }
}

async function fetch(context: TransferContext, from: VersionPlace, file: FileHandle): Promise<ObjectFacts> {
  const { connections, gate, signal } = context;
  let facts: ObjectFacts | undefined;
  let digest: Digest | undefined;
  let offset = 0;
  for (let failures = 0; ;) {
    try {
      await gate.through(async () => {
        const again = facts === undefined ? {} : { offset, ifMatch: facts.etag };
        const { content, ...told } = await openObject(connections, from, again, signal);
        facts ??= told;
        const { checksum } = facts;
        if (checksum && !checksum.parts) digest ??= newDigest(checksum.algorithm);
        for await (const chunk of content) {
          const bytes = chunk as Buffer;
          await context.bandwidth.take(bytes.length, signal);
          await writeAll(file, bytes, offset);
          digest?.update(bytes);
          offset += bytes.length;
        }
      });
      if (facts !== undefined && offset >= facts.size) break;
      throw new BrokenOffError();
    } catch (error) {
      signal.throwIfAborted();
      failures += 1;
      if (failures >= TRIES || facts === undefined || !isBrokenOff(error)) throw error;
      await sleep(backoffMs(failures, false), signal);
    }
  }
  const what = `s3://${from.bucket}/${from.key}`;
  if (offset !== facts.size) throw new DamagedContentError(what, `${facts.size} bytes`, `${offset}`);
  const got = digest?.digest().toString('base64');
  if (got !== undefined && got !== facts.checksum?.value)
    throw new DamagedContentError(what, `${facts.checksum?.algorithm} ${facts.checksum?.value}`, got);
  return facts;
}

/** An answer that ended early, and did not say so. */
class BrokenOffError extends Error {
  override readonly name = 'BrokenOffError';
}

/** Whether the way failed, rather than the file system or S3's word. */
function isBrokenOff(error: unknown): boolean {
  return failureKind(error) === 'unclear' && !('syscall' in (error as object) && isOfFile(error));
}

function isOfFile(error: unknown): boolean {
  return ['write', 'open', 'fsync'].includes((error as NodeJS.ErrnoException).syscall ?? '');
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

async function becomeLink(partial: string, size: number): Promise<void> {
  if (size > LONGEST_LINK) throw new InTheWayError(partial, 'a link to a path that is too long');
  const file = await open(partial);
  const target = await file.readFile().finally(() => file.close());
  await unlink(partial);
  await symlink(target, partial);
}
