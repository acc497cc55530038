import type { JobStatus } from '@aws-sdk/client-s3-control';
import type { XmlElement } from '../../gateway/xml-tree';

/** An object of S3. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** What a job does with each object. */
export type JobOperation =
  | {
      readonly name: 'S3PutObjectCopy';
      readonly bucket: string;
      /** Before the whole key; empty, or ending with a slash. */
      readonly prefix: string;
      readonly storageClass: string | undefined;
    }
  | { readonly name: 'S3InitiateRestoreObject'; readonly days: number; readonly tier: 'Bulk' | 'Standard' };

/** Where the list of objects is, and what its columns are. */
export interface JobManifest extends Place {
  /** Without quotes. */
  readonly etag: string;
  readonly fields: readonly ManifestField[];
}

/** What a column of a manifest holds. */
export type ManifestField = 'Ignore' | 'Bucket' | 'Key' | 'VersionId';

/** Where the completion report goes. */
export interface JobReport {
  readonly bucket: string;
  /** Empty, or ending with a slash. */
  readonly prefix: string;
  readonly scope: 'AllTasks' | 'FailedTasksOnly';
}

/** A CreateJob, checked. */
export interface JobRequest {
  readonly token: string;
  readonly description: string;
  readonly role: string;
  readonly priority: number;
  readonly confirmationRequired: boolean;
  readonly operation: JobOperation;
  readonly manifest: JobManifest;
  readonly report: JobReport | undefined;
  readonly tags: ReadonlyMap<string, string>;
  /** `Manifest`, `Operation` and `Report` as they were sent: shown as they are. */
  readonly shown: readonly XmlElement[];
}

/** A job. */
export interface Job {
  readonly id: string;
  readonly region: string;
  readonly request: JobRequest;
  /** The request's body: the same token with another one is refused. */
  readonly body: string;
  readonly createdAt: Date;
  priority: number;
  status: JobStatus;
  statusUpdateReason: string | undefined;
  failures: readonly { readonly code: string; readonly message: string }[];
  readonly progress: { total: number; succeeded: number; failed: number };
  suspendedAt: Date | undefined;
  activeSince: Date | undefined;
  endedAt: Date | undefined;
  /** Aborted by a cancellation, and when the local AWS stops. */
  readonly cancellation: AbortController;
  /** Ends the wait for a confirmation. */
  confirm: () => void;
  /** Resolves when nothing more is done. */
  done: Promise<void>;
}

/** States that a job does not leave. */
export function hasEnded({ status }: Job): boolean {
  return status === 'Complete' || status === 'Failed' || status === 'Cancelled';
}
