import { randomUUID } from 'node:crypto';
import type { GatewayContext, GatewayResponse } from '../../gateway/service';
import { renderXml, type XmlElement } from '../../gateway/xml-tree';
import type { JobRefusal } from './errors';
import type { Job } from './model';

/** A document of S3 Control; of values that are undefined or empty nothing is shown. */
export interface Shown {
  readonly [name: string]: string | number | boolean | Date | Shown | XmlElement | undefined;
}

/** An answer of S3 Control. */
export function answerXml(name: string, content: Shown, status = 200): GatewayResponse {
  const root = { ...element(name, content), attributes: NAMESPACE };
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': randomUUID() },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${renderXml(root)}`,
  };
}

const NAMESPACE = { xmlns: 'http://awss3control.amazonaws.com/doc/2018-08-20/' };

/** A refusal: S3 Control wraps its errors, other than S3. */
export function refusalXml({ code, message, status }: JobRefusal): GatewayResponse {
  const Error = { Code: code, Message: message };
  return answerXml('ErrorResponse', { Error, RequestId: randomUUID() }, status);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_JobDescriptor.html */
export function describedJob(job: Job, { account, now }: Pick<GatewayContext, 'account' | 'now'>): Shown {
  const { request } = job;
  const failures = job.failures.map(({ code, message }) =>
    element('member', { FailureCode: code, FailureReason: message }),
  );
  return {
    JobId: job.id,
    JobArn: `arn:aws:s3:${job.region}:${account}:job/${job.id}`,
    ConfirmationRequired: request.confirmationRequired,
    Description: request.description,
    Status: job.status,
    ...Object.fromEntries(request.shown.map((each) => [each.name, each])),
    Priority: job.priority,
    ProgressSummary: {
      ...progressOf(job),
      Timers: { ElapsedTimeInActiveSeconds: activeSeconds(job, now()) },
    },
    StatusUpdateReason: job.statusUpdateReason,
    FailureReasons: failures.length === 0 ? undefined : list('FailureReasons', failures),
    CreationTime: job.createdAt,
    TerminationDate: job.endedAt,
    RoleArn: request.role,
    SuspendedDate: job.suspendedAt,
    SuspendedCause: job.suspendedAt && 'ConfirmationRequired',
  };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_JobListDescriptor.html */
export function listedJobs(jobs: readonly Job[]): XmlElement {
  return list(
    'Jobs',
    jobs.map((job) =>
      element('member', {
        JobId: job.id,
        Description: job.request.description,
        Operation: job.request.operation.name,
        Priority: job.priority,
        Status: job.status,
        CreationTime: job.createdAt,
        TerminationDate: job.endedAt,
        ProgressSummary: progressOf(job),
      }),
    ),
  );
}

function progressOf({ progress }: Job): Shown {
  return {
    TotalNumberOfTasks: progress.total,
    NumberOfTasksSucceeded: progress.succeeded,
    NumberOfTasksFailed: progress.failed,
  };
}

function activeSeconds({ activeSince, endedAt }: Job, now: Date): number {
  if (activeSince === undefined) return 0;
  return Math.floor(((endedAt ?? now).getTime() - activeSince.getTime()) / 1000);
}

function list(name: string, children: XmlElement[]): XmlElement {
  return { name, attributes: {}, children, text: '' };
}

function element(name: string, content: Shown): XmlElement {
  const children = Object.entries(content).flatMap(([key, value]) => {
    if (value === undefined || value === '') return [];
    if (isElement(value)) return [value];
    if (typeof value === 'object' && !(value instanceof Date)) return [element(key, value)];
    const text = value instanceof Date ? value.toISOString() : String(value);
    return [{ name: key, attributes: {}, children: [], text }];
  });
  return { name, attributes: {}, children, text: '' };
}

function isElement(value: Shown[string]): value is XmlElement {
  return typeof value === 'object' && 'children' in value && Array.isArray(value.children);
}
