/** The part of a call's input that decides which action of IAM it needs. */
export interface CallInput {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly Prefix?: string;
  readonly VersionId?: string | undefined;
  /** `bucket/key?versionId=…`, percent-encoded. */
  readonly CopySource?: string;
  readonly Delete?: { readonly Objects?: readonly { readonly VersionId?: string | undefined }[] };
}

/** Actions of IAM whose names are not the API's: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ListParts: 'ListMultipartUploadParts',
  ListBucketIntelligentTieringConfigurations: 'GetIntelligentTieringConfiguration',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  CopyObject: 'PutObject',
  DeleteObjects: 'DeleteObject',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  GetBucketReplication: 'GetReplicationConfiguration',
  GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
};

/** Actions that are others where a version is named. */
const OF_VERSIONS: Readonly<Record<string, string>> = {
  GetObject: 'GetObjectVersion',
  GetObjectAttributes: 'GetObjectVersionAttributes',
  GetObjectTagging: 'GetObjectVersionTagging',
  DeleteObject: 'DeleteObjectVersion',
};

/** The action that a call of S3 needs, such as `s3:GetObjectVersion` for a HeadObject of a version. Pure. */
export function actionOf(api: string, input: CallInput): string {
  const action = ACTIONS[api] ?? api;
  return `s3:${isOfVersion(input) ? (OF_VERSIONS[action] ?? action) : action}`;
}

/** What a call works on, as a user writes it: `s3://bucket/key`. */
export function resourceOf({ Bucket, Key, Prefix }: CallInput): string | undefined {
  return Bucket === undefined ? undefined : `s3://${Bucket}/${Key ?? Prefix ?? ''}`;
}

/** A copy reads as well as it writes: what it reads, and the action for that; undefined for other calls. */
export function copiedFrom({ CopySource }: CallInput): { action: string; resource: string } | undefined {
  if (CopySource === undefined) return undefined;
  const [path = '', version] = CopySource.split('?');
  return {
    action: `s3:${version === undefined ? 'GetObject' : 'GetObjectVersion'}`,
    resource: `s3://${decodeURIComponent(path)}`,
  };
}

function isOfVersion({ VersionId, Delete }: CallInput): boolean {
  return VersionId !== undefined || (Delete?.Objects?.some((each) => each.VersionId !== undefined) ?? false);
}
