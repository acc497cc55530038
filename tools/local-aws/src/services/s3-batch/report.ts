import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Task } from './manifest-row';
import type { JobReport } from './model';
import type { TaskOutcome } from './tasks';

type Half = 'succeeded' | 'failed';

/**
 * A job's completion report: `job-<id>/manifest.json`, and a CSV each of what succeeded and what failed. The CSVs are
 * uploaded as they grow. A row is bucket, key, version, status, HTTP status, error code, message: the order of AWS's
 * examples, in which `ReportSchema` names the two codes the other way round. Reports are encrypted with SSE-S3.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html
 */
export class CompletionReport {
  readonly #parts = new Map<Half, ResultFile>();
  readonly #folder: string;

  constructor(
    private readonly s3: S3Client,
    private readonly report: JobReport,
    jobId: string,
  ) {
    this.#folder = `${report.prefix}job-${jobId}/`;
  }

  /** The key of what tells where the rest is. */
  get key(): string {
    return `${this.#folder}manifest.json`;
  }

  /** Notes what became of a task. @throws the upload's failure */
  async add({ bucket, key, versionId = '' }: Task, outcome: TaskOutcome): Promise<void> {
    const half = outcome.succeeded ? 'succeeded' : 'failed';
    if (half === 'succeeded' && this.report.scope === 'FailedTasksOnly') return;
    let file = this.#parts.get(half);
    if (file === undefined) {
      const name = `${this.#folder}results/${randomBytes(20).toString('hex')}.csv`;
      file = new ResultFile(this.s3, this.report.bucket, name);
      this.#parts.set(half, file);
    }
    const encoded = key.split('/').map(encodeURIComponent).join('/');
    const { httpStatus, errorCode, message } = outcome;
    const row = [bucket, encoded, versionId, half, String(httpStatus), errorCode, message];
    await file.write(`${row.map(quoted).join(',')}\n`);
  }

  /** Writes it. @throws the failure of S3 */
  async finish(now: Date): Promise<void> {
    const Results: object[] = [];
    for (const [half, file] of this.#parts) {
      const MD5Checksum = await file.finish();
      Results.push({
        TaskExecutionStatus: half,
        Bucket: this.report.bucket,
        MD5Checksum,
        Key: file.key,
      });
    }
    const content = {
      Format: 'Report_CSV_20180820',
      ReportCreationDate: now.toISOString(),
      Results,
      ReportSchema: 'Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage',
    };
    await this.s3.send(
      new PutObjectCommand({
        Bucket: this.report.bucket,
        Key: this.key,
        Body: JSON.stringify(content),
        ServerSideEncryption: 'AES256',
      }),
    );
  }

  /** Leaves nothing behind. */
  async abort(): Promise<void> {
    await Promise.all([...this.#parts.values()].map((file) => file.abort()));
  }
}

/** A CSV that is uploaded while it is written. */
class ResultFile {
  readonly #body = new PassThrough();
  readonly #md5 = createHash('md5');
  readonly #upload: Upload;
  readonly #done: Promise<unknown>;

  constructor(
    s3: S3Client,
    bucket: string,
    readonly key: string,
  ) {
    const params = { Bucket: bucket, Key: key, Body: this.#body, ServerSideEncryption: 'AES256' as const };
    this.#upload = new Upload({ client: s3, params, queueSize: 1 });
    this.#done = this.#upload.done();
    this.#done.catch((error: Error) => this.#body.destroy(error));
    this.#body.on('error', () => undefined);
  }

  async write(row: string): Promise<void> {
    this.#md5.update(row);
    if (!this.#body.write(row)) await Promise.race([once(this.#body, 'drain'), this.#done]);
  }

  async finish(): Promise<string> {
    this.#body.end();
    await this.#done;
    return this.#md5.digest('hex');
  }

  async abort(): Promise<void> {
    await this.#upload.abort();
    this.#body.destroy();
    await this.#done.catch(() => undefined);
  }
}

function quoted(value: string): string {
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
