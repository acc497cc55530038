import {
  CreateJobCommand,
  DescribeJobCommand,
  type JobOperation,
  S3ControlClient,
  type S3StorageClass,
} from '@aws-sdk/client-s3-control';
import { connect, failureKind } from '@strata/aws';
import { bucketArn } from '@strata/naming';
import { BatchUnavailableError } from '../batch/errors';
import type { BatchGroup } from '../batch/groups';
import { MANIFEST_FIELDS } from '../batch/manifest';
import type { BatchTarget } from '../batch/target';
import type { Tier } from '../glacier/tiers';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { explaining } from './explaining';

/** A job of S3 Batch Operations that is to be made. */
export interface BatchJobRequest {
  readonly account: string;
  readonly role: string;
  /** The run and the group: the same token makes no second job. */
  readonly token: string;
  readonly description: string;
  readonly group: BatchGroup;
  readonly manifest: { readonly bucket: string; readonly key: string; readonly etag: string };
  readonly target: BatchTarget;
  /** Class of the copies, where another than the objects'. */
  readonly storageClass?: string | undefined;
  readonly tier: Tier;
  readonly days: number;
  /** Prefix in the manifest's bucket for the report of what failed. */
  readonly reports: string;
}

/** How far a job is. */
export interface BatchJobState {
  /** `Active`, `Complete`, `Failed`, … */
  readonly status: string;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly reasons: readonly string[];
}

/** The S3 control plane, where jobs are. */
export interface BatchControl {
  /** @returns the job's id @throws AwsFailure; BatchUnavailableError where the endpoint has no Batch Operations */
  create(request: BatchJobRequest, signal?: AbortSignal): Promise<string>;
  /** @throws AwsFailure */
  describe(account: string, jobId: string, signal?: AbortSignal): Promise<BatchJobState>;
  close(): void;
}

/** Connects. Each job has a token, so all calls may be repeated. */
export function openBatchControl({ target, clock }: Pick<Connections, 'target' | 'clock'>): BatchControl {
  const client = explaining(
    target.region,
    connect(S3ControlClient, target, { retries: 'safe', clock, ...atEndpoint(target.endpoint) }),
  );
  return {
    async create(request, signal) {
      try {
        const { JobId } = await client.send(
          new CreateJobCommand(jobInput(request, target.region)),
          abortable(signal),
        );
        return JobId ?? '';
      } catch (error) {
        if (isMissing(error)) throw new BatchUnavailableError(target.endpoint ?? target.region, error);
        throw error;
      }
    },
    async describe(AccountId, JobId, signal) {
      const { Job } = await client.send(new DescribeJobCommand({ AccountId, JobId }), abortable(signal));
      const { ProgressSummary: progress } = Job ?? {};
      return {
        status: Job?.Status ?? 'unknown',
        total: progress?.TotalNumberOfTasks ?? 0,
        succeeded: progress?.NumberOfTasksSucceeded ?? 0,
        failed: progress?.NumberOfTasksFailed ?? 0,
        reasons: (Job?.FailureReasons ?? []).map(({ FailureReason = '' }) => FailureReason),
      };
    },
    close: () => client.destroy(),
  };
}

/** AWS's own hosts begin with the account; a stated endpoint is taken as it is. */
function atEndpoint(endpoint: string | undefined) {
  if (endpoint === undefined) return {};
  const configuration = { disableHostPrefix: true, endpointProvider: () => ({ url: new URL(endpoint) }) };
  // One that has no such call answers 501 each time.
  return { configuration, attempts: 3 };
}

/** 501 is what an endpoint answers that knows no such call; a host that is not there, one without a control plane. */
function isMissing(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const { $metadata } = (cause ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 501 || failureKind(error) === 'unreachable';
}

/** @param region where the job is made; its buckets are of the same partition */
function jobInput(request: BatchJobRequest, region: string) {
  const { account, role, token, description, manifest, reports } = request;
  const manifestBucket = bucketArn({ region }, manifest.bucket);
  return {
    AccountId: account,
    RoleArn: role,
    ClientRequestToken: token,
    Description: description,
    ConfirmationRequired: false,
    Priority: 10,
    Operation: operationOf(request, region),
    Manifest: {
      Spec: { Format: 'S3BatchOperations_CSV_20180820' as const, Fields: [...MANIFEST_FIELDS] },
      Location: { ObjectArn: `${manifestBucket}/${manifest.key}`, ETag: manifest.etag },
    },
    Report: {
      Enabled: true,
      Bucket: manifestBucket,
      Prefix: reports,
      Format: 'Report_CSV_20180820' as const,
      ReportScope: 'FailedTasksOnly' as const,
    },
  };
}

function operationOf(
  { group, target, storageClass, tier, days }: BatchJobRequest,
  region: string,
): JobOperation {
  if (group.operation === 'retrieve') {
    return {
      S3InitiateRestoreObject: {
        ExpirationInDays: days,
        // It knows no expedited retrievals.
        GlacierJobTier: tier === 'bulk' ? 'BULK' : 'STANDARD',
      },
    };
  }
  return {
    S3PutObjectCopy: {
      TargetResource: bucketArn({ region }, target.bucket),
      ...(target.prefix === '' ? {} : { TargetKeyPrefix: target.prefix }),
      StorageClass: (storageClass ?? group.storageClass) as S3StorageClass,
    },
  };
}
