/** What the C library says for an error of the file system; DataSync's log has these words. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EDQUOT: 'Disk quota exceeded',
  EIO: 'Input/output error',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
};

/** An error as Node's file system throws it, for those found or made here. */
export function fileError(code: keyof typeof WORDS & string): NodeJS.ErrnoException {
  return Object.assign(new Error(WORDS[code]), { code });
}

/** An error in the words of DataSync's log: those of the C library for a file system, else the message. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (typeof code === 'string' ? WORDS[code] : undefined) ?? message;
}

/** A source file that could not even be opened. */
export class NotOpened extends Error {
  override readonly name = 'NotOpened';
  constructor(cause: unknown) {
    super(reasonOf(cause), { cause });
  }
}

/** A call that S3 refused. */
export class S3Refusal extends Error {
  override readonly name = 'S3Refusal';
  constructor(
    readonly operation: string,
    readonly key: string,
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /**
   * The line that DataSync logs, as far as its parts mean something here.
   * Source: https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-storage-issues.html (GetObjectTagging)
   */
  get line(): string {
    return `S3 Exception: op=${this.operation} ${this.key}, code=${this.status}, exception=${this.code}, msg=${this.message}`;
  }
}

/** Makes an {@link S3Refusal} of what the SDK rejects with when S3 answered with an error; others stay as they are. */
export function s3Refusal(operation: string, key: string, error: unknown): unknown {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 400 ? new S3Refusal(operation, key, status, name, message) : error;
}
