import {
  CopyObjectCommand,
  RestoreObjectCommand,
  type S3Client,
  S3ServiceException,
  type StorageClass,
} from '@aws-sdk/client-s3';
import type { LocalRole } from '../local-role';
import type { Task } from './manifest-row';
import type { JobOperation } from './model';

/** What became of a task, as its report says it. */
export interface TaskOutcome {
  readonly succeeded: boolean;
  readonly httpStatus: number;
  /** Of S3; empty where it succeeded. */
  readonly errorCode: string;
  readonly message: string;
}

const DONE: TaskOutcome = { succeeded: true, httpStatus: 200, errorCode: '', message: 'Successful' };

/** Carries a task out as the job's role; it fails as S3 fails. Throws nothing. */
export async function carryOut(
  s3: S3Client,
  role: LocalRole,
  operation: JobOperation,
  task: Task,
): Promise<TaskOutcome> {
  // The literal `null` is asked for: https://docs.aws.amazon.com/AmazonS3/latest/userguide/inventory-configure-bops.html
  if (task.versionId === '') return failed(400, 'InvalidRequest', 'Task failed due to missing VersionId');
  const denied = neededActions(operation, task).find(([action, resource]) => !role.allows(action, resource));
  if (denied !== undefined) {
    return failed(403, 'AccessDenied', `The role is not authorized to perform: ${denied[0]} on ${denied[1]}`);
  }
  try {
    if (operation.name === 'S3PutObjectCopy') await copy(s3, operation, task);
    else await retrieve(s3, operation, task);
    return DONE;
  } catch (error) {
    const { name, message } = error as Error;
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    return failed(status ?? 500, name, message);
  }
}

/**
 * What the role of a job must be allowed.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-iam-role-policies.html
 */
function neededActions(operation: JobOperation, { bucket, key, versionId }: Task): [string, string][] {
  const source = `arn:aws:s3:::${bucket}/${key}`;
  if (operation.name === 'S3InitiateRestoreObject') return [['s3:RestoreObject', source]];
  const target = `arn:aws:s3:::${operation.bucket}/${operation.prefix}${key}`;
  const version = versionId === undefined ? '' : 'Version';
  return [
    [`s3:GetObject${version}`, source],
    [`s3:GetObject${version}Tagging`, source],
    ['s3:PutObject', target],
    ['s3:PutObjectTagging', target],
  ];
}

/** Metadata and tags stay as they are: https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-copy-object.html */
async function copy(
  s3: S3Client,
  { bucket, prefix, storageClass }: Extract<JobOperation, { name: 'S3PutObjectCopy' }>,
  task: Task,
): Promise<void> {
  const path = `${task.bucket}/${task.key.split('/').map(encodeURIComponent).join('/')}`;
  await s3.send(
    new CopyObjectCommand({
      Bucket: bucket,
      Key: `${prefix}${task.key}`,
      CopySource:
        task.versionId === undefined ? path : `${path}?versionId=${encodeURIComponent(task.versionId)}`,
      ...(storageClass === undefined ? {} : { StorageClass: storageClass as StorageClass }),
    }),
  );
}

/** Ends when the retrieval is asked for: https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-initiate-restore-object.html */
async function retrieve(
  s3: S3Client,
  { days, tier }: Extract<JobOperation, { name: 'S3InitiateRestoreObject' }>,
  { bucket, key, versionId }: Task,
): Promise<void> {
  await s3.send(
    new RestoreObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(versionId === undefined ? {} : { VersionId: versionId }),
      RestoreRequest: { Days: days, GlacierJobParameters: { Tier: tier } },
    }),
  );
}

function failed(httpStatus: number, errorCode: string, message: string): TaskOutcome {
  return { succeeded: false, httpStatus, errorCode, message };
}
