import type { ObjectAttributes } from '../gateway/object-attributes';
import type { ObjectPlace } from '../gateway/object-place';
import { putObject } from '../gateway/put-object';
import { fileMetadata } from '../sync/posix-metadata';
import { contentTypeOf } from './content-type';
import type { TransferContext } from './context';
import { ChangingFileError } from './errors';
import { openFile, type OpenFile, openLink, READ_TRIES } from './read-file';
import { uploadInParts } from './upload-in-parts';

/** A file that is uploaded. */
export interface UploadRequest {
  /** Absolute path. */
  readonly path: string;
  readonly kind: 'file' | 'link';
  readonly to: ObjectPlace;
}

/**
 * Uploads a file with its mtime, in parts where it is large. What is uploaded is one state of it: a file that changes
 * while it is read is read again.
 *
 * @returns bytes of the object
 * @throws AwsFailure, ChangingFileError, Error of the file system; the object is then what it was
 */
export async function uploadFile(context: TransferContext, request: UploadRequest): Promise<number> {
  for (let attempt = 1; attempt <= READ_TRIES; attempt += 1) {
    const file = await (request.kind === 'link' ? openLink(request.path) : openFile(request.path));
    try {
      if (await uploadOnce(context, request, file)) return file.size;
    } finally {
      await file.close();
    }
  }
  throw new ChangingFileError(request.path, READ_TRIES);
}

/** @returns false when the file changed meanwhile; nothing was made of it then */
function uploadOnce(context: TransferContext, { kind, to }: UploadRequest, file: OpenFile): Promise<boolean> {
  const { mtimeNs, size } = file;
  const attributes: ObjectAttributes = {
    contentType: contentTypeOf(to.key),
    ...defined(context.attributes),
    metadata: fileMetadata({ kind, mtimeNs }),
  };
  if (size > context.partBytes) return uploadInParts(context, to, attributes, file);
  const { connections, gate, bandwidth, memory, signal } = context;
  return memory.holding(size, async () => {
    const body = await file.read(0, size);
    if (body.length !== size || !(await file.isUnchanged())) return false;
    await bandwidth.take(size, signal);
    await gate.through(() => putObject(connections, to, body, attributes, signal));
    return true;
  });
}

function defined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
