import { explainAwsError } from '@strata/aws';

/** The part of a client that is used here; the SDK's own type differs between its versions. */
interface Client {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

/** A call as the SDK's middleware sees it. */
interface Call {
  readonly input: { readonly Bucket?: string; readonly Key?: string; readonly Prefix?: string };
}

/** Actions of IAM whose names are not the API's: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const ACTIONS: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ListParts: 'ListMultipartUploadParts',
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

/** Has a client of S3 throw its failures in words, with action and object; see `explainAwsError`. */
export function explaining<C extends Client>(region: string, client: C): C {
  const middleware =
    (next: (call: Call) => Promise<unknown>, { commandName = '' }: { readonly commandName?: string }) =>
    async (call: Call) => {
      try {
        return await next(call);
      } catch (error) {
        const api = commandName.replace(/Command$/, '');
        const { Bucket, Key, Prefix } = call.input;
        const resource = Bucket === undefined ? undefined : `s3://${Bucket}/${Key ?? Prefix ?? ''}`;
        throw explainAwsError(error, { action: `s3:${ACTIONS[api] ?? api}`, resource, region });
      }
    };
  client.middlewareStack.add(middleware as never, { step: 'initialize', name: 'strataExplain' } as never);
  return client;
}
