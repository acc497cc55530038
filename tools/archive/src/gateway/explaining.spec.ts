import { type AwsFailure, failureKind } from '@strata/aws';
import { actionOf, type CallInput } from './actions';
import { explainCall } from './explaining';

const aws = (name: string, message = '') =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: 403 } });
const words = (error: Error, api: string, input: CallInput) =>
  explainCall(error, api, input, 'eu-central-1').message;

const PLACE = { Bucket: 'b', Key: 'k' };
const VERSION = { ...PLACE, VersionId: 'v' };

it.each<[string, CallInput, string]>([
  ['GetObject', PLACE, 's3:GetObject'],
  ['GetObject', VERSION, 's3:GetObjectVersion'],
  ['HeadObject', PLACE, 's3:GetObject'],
  ['HeadObject', VERSION, 's3:GetObjectVersion'],
  ['GetObjectTagging', VERSION, 's3:GetObjectVersionTagging'],
  ['RestoreObject', VERSION, 's3:RestoreObject'],
  ['DeleteObjects', { Bucket: 'b', Delete: { Objects: [{}] } }, 's3:DeleteObject'],
  ['DeleteObjects', { Bucket: 'b', Delete: { Objects: [{ VersionId: 'v' }] } }, 's3:DeleteObjectVersion'],
  ['DeleteObject', VERSION, 's3:DeleteObjectVersion'],
  ['ListBucketIntelligentTieringConfigurations', { Bucket: 'b' }, 's3:GetIntelligentTieringConfiguration'],
  ['GetBucketVersioning', { Bucket: 'b' }, 's3:GetBucketVersioning'],
])('%s of %j needs %s', (api, input, action) => {
  expect(actionOf(api, input)).toBe(action);
});

it('names both sides of a copy where S3 does not say which it refused, and the one where it does', () => {
  const copy = { ...PLACE, CopySource: 'from/100%25%20sure?versionId=v' };
  expect(words(aws('AccessDenied'), 'CopyObject', copy)).toBe(
    'AWS does not allow s3:PutObject on s3://b/k, or s3:GetObjectVersion on s3://from/100% sure, to these ' +
      'credentials. Allow s3:PutObject on s3://b/k, or s3:GetObjectVersion on s3://from/100% sure, in a policy of ' +
      'that role or user, and check its conditions on tags.',
  );
  const told = aws(
    'AccessDenied',
    'User: arn:aws:iam::1:user/u is not authorized to perform: s3:GetObjectVersion on resource: "arn:aws:s3:::from/k" ' +
      'because no identity-based policy allows the s3:GetObjectVersion action',
  );
  expect(words(told, 'CopyObject', copy)).toContain('Allow s3:GetObjectVersion in a policy');
  expect(words(aws('AccessDenied'), 'UploadPartCopy', { ...PLACE, CopySource: 'from/k' })).toContain(
    's3:GetObject on s3://from/k',
  );
});

it.each(['InvalidObjectState', 'ObjectNotInActiveTierError'])('says of %s what to do', (code) => {
  const archived = aws(code, 'Not valid for the storage class');
  const explained = explainCall(archived, 'GetObject', PLACE, 'eu-central-1') as AwsFailure;
  expect(explained.message).toBe(
    `AWS refused s3:GetObject on s3://b/k: ${code}: Not valid for the storage class. It is archived, and has to be ` +
      'retrieved first: strata archive restore asks for that, and waits or comes back.',
  );
  expect(failureKind(explained)).toBe('refused');
  expect(words(archived, 'RestoreObject', PLACE)).not.toContain('archived');
});
