import { child, childText, descendants, parseXml, type XmlElement } from '../../gateway/xml-tree';
import { badRequest } from './errors';
import type { JobManifest, JobOperation, JobReport, JobRequest, ManifestField, Place } from './model';

const FIELDS: readonly string[] = ['Ignore', 'Bucket', 'Key', 'VersionId'];

/**
 * Reads a CreateJob.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html
 * @throws JobRefusal
 */
export function parseJob(body: string): JobRequest {
  const root = parseXml(body);
  if (root?.name !== 'CreateJobRequest') throw badRequest('The XML you provided was not well-formed.');
  const role = childText(root, 'RoleArn');
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(role)) throw badRequest('Invalid role ARN');
  const token = childText(root, 'ClientRequestToken');
  if (token === '' || token.length > 64) throw badRequest('ClientRequestToken must have 1 to 64 characters');
  const priority = childText(root, 'Priority');
  return {
    token,
    description: childText(root, 'Description'),
    role,
    priority: parsePriority(priority),
    confirmationRequired: childText(root, 'ConfirmationRequired') === 'true',
    operation: operationOf(required(root, 'Operation')),
    manifest: manifestOf(required(root, 'Manifest')),
    report: reportOf(required(root, 'Report')),
    tags: new Map(
      (child(root, 'Tags')?.children ?? []).map((tag) => [childText(tag, 'Key'), childText(tag, 'Value')]),
    ),
    shown: ['Manifest', 'Operation', 'Report'].map((name) => required(root, name)),
  };
}

/** Reads a priority. @throws JobRefusal */
export function parsePriority(text: string): number {
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2_147_483_647) throw badRequest('Priority is out of range');
  return Number(text);
}

function operationOf(element: XmlElement): JobOperation {
  const [operation, more] = element.children;
  if (operation === undefined || more !== undefined) throw badRequest('Exactly one operation is required');
  if (operation.name === 'S3PutObjectCopy') {
    const prefix = childText(operation, 'TargetKeyPrefix');
    return {
      name: operation.name,
      bucket: bucketOf(childText(operation, 'TargetResource'), 'TargetResource'),
      // "To copy objects into a folder named Folder1, set the TargetKeyPrefix property to Folder1."
      prefix: asFolder(prefix),
      storageClass: childText(operation, 'StorageClass') || undefined,
    };
  }
  if (operation.name === 'S3InitiateRestoreObject') {
    const days = Number(childText(operation, 'ExpirationInDays') || NaN);
    const tier = childText(operation, 'GlacierJobTier');
    if (!(Number.isInteger(days) && days >= 1)) throw badRequest('ExpirationInDays must be at least 1');
    if (tier !== 'BULK' && tier !== 'STANDARD') throw badRequest('GlacierJobTier must be BULK or STANDARD');
    return { name: operation.name, days, tier: tier === 'BULK' ? 'Bulk' : 'Standard' };
  }
  throw badRequest(`The local AWS does not do ${operation.name}`);
}

function manifestOf(element: XmlElement): JobManifest {
  const spec = required(element, 'Spec');
  const location = required(element, 'Location');
  const format = childText(spec, 'Format');
  if (format !== 'S3BatchOperations_CSV_20180820') throw badRequest(`The local AWS does not read ${format}`);
  const fields = descendants(spec, 'member').map(({ text }) => text);
  if (!fields.every((field) => FIELDS.includes(field))) throw badRequest('Invalid manifest fields');
  if (!fields.includes('Bucket') || !fields.includes('Key')) {
    throw badRequest('The manifest fields must include Bucket and Key');
  }
  const etag = childText(location, 'ETag').replaceAll('"', '');
  if (etag === '') throw badRequest('The ETag of the manifest is required');
  return { ...objectOf(childText(location, 'ObjectArn')), etag, fields: fields as ManifestField[] };
}

function reportOf(element: XmlElement): JobReport | undefined {
  if (childText(element, 'Enabled') !== 'true') return undefined;
  const scope = childText(element, 'ReportScope');
  if (scope !== 'AllTasks' && scope !== 'FailedTasksOnly') throw badRequest('Invalid report scope');
  if (childText(element, 'Format') !== 'Report_CSV_20180820') throw badRequest('Invalid report format');
  const bucket = bucketOf(childText(element, 'Bucket'), 'the report');
  return { bucket, prefix: asFolder(childText(element, 'Prefix')), scope };
}

function asFolder(prefix: string): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

function bucketOf(arn: string, of: string): string {
  const bucket = /^arn:[^:]+:s3:::([^/]+)$/.exec(arn)?.[1];
  if (bucket === undefined) throw badRequest(`The bucket ARN of ${of} is invalid`);
  return bucket;
}

function objectOf(arn: string): Place {
  const [, bucket, key] = /^arn:[^:]+:s3:::([^/]+)\/(.+)$/s.exec(arn) ?? [];
  if (bucket === undefined || key === undefined) throw badRequest('The ARN of the manifest is invalid');
  return { bucket, key };
}

function required(element: XmlElement, name: string): XmlElement {
  const found = child(element, name);
  if (found === undefined) throw badRequest(`${name} is required`);
  return found;
}
