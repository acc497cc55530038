import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createLambdaService } from './index';
import { type LambdaFixture, makeLambdaFixture } from './int-fixture';
import { zipOf } from './int-zip';

let harness: IntHarness;
let fixture: LambdaFixture;

beforeAll(async () => {
  harness = await startHarness([createLambdaService()]);
  fixture = await makeLambdaFixture(harness);
});
afterAll(() => harness.stop());

const says = (text: string) => ({
  'index.js': `exports.handler = async (e, c) => ['${text}', process.env.MODE, c.functionVersion]`,
});
const resultOf = async (name: string, Qualifier?: string) =>
  (await fixture.invoke(name, {}, Qualifier ? { Qualifier } : {})).result;

it('runs the newest code and settings, and published versions as they were', async () => {
  const FunctionName = 'changing';
  await fixture.deploy(FunctionName, says('one'), { Environment: { Variables: { MODE: 'a' } } });
  await fixture.lambda.send(new PublishVersionCommand({ FunctionName }));
  const before = await fixture.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  await fixture.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf(says('two')) }));
  const settings = { Environment: { Variables: { MODE: 'b' } }, EphemeralStorage: { Size: 1024 } };
  await fixture.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...settings }));
  expect(await resultOf(FunctionName)).toEqual(['two', 'b', '$LATEST']);
  expect(await resultOf(FunctionName, '1')).toEqual(['one', 'a', '1']);
  const after = await fixture.lambda.send(new GetFunctionCommand({ FunctionName }));
  expect(after.Configuration).toMatchObject({
    ...settings,
    LoggingConfig: { LogGroup: '/aws/lambda/changing' },
  });
  expect(after.Configuration?.RevisionId).not.toBe(before.RevisionId);
});

it('runs the version of an object in S3 that was asked for', async () => {
  const s3 = new S3Client({ ...harness.client, forcePathStyle: true });
  const where = { Bucket: 'code', Key: 'code.zip' };
  await s3.send(new CreateBucketCommand(where));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ ...where, VersioningConfiguration }));
  const { VersionId } = await s3.send(new PutObjectCommand({ ...where, Body: zipOf(says('old')) }));
  await s3.send(new PutObjectCommand({ ...where, Body: zipOf(says('new')) }));
  const Code = { S3Bucket: where.Bucket, S3Key: where.Key };
  await fixture.deploy('newest', {}, { Code });
  await fixture.deploy('oldest', {}, { Code: { ...Code, S3ObjectVersion: VersionId } });
  expect([await resultOf('newest'), await resultOf('oldest')]).toEqual([
    ['new', null, '$LATEST'],
    ['old', null, '$LATEST'],
  ]);
});

it.each<[string, object, string, string]>([
  [
    'a package that is no zip',
    { Code: { ZipFile: Buffer.from('x') } },
    'InvalidParameterValueException',
    'Could not unzip',
  ],
  [
    'a package that leads out of its folder',
    { Code: { ZipFile: zipOf({ '../../escaped.js': 'x' }) } },
    'InvalidParameterValueException',
    'Could not unzip',
  ],
  [
    'code that is not in S3',
    { Code: { S3Bucket: 'none', S3Key: 'k' } },
    'InvalidParameterValueException',
    'NoSuchBucket',
  ],
  [
    'variables that Lambda sets',
    { Environment: { Variables: { AWS_REGION: 'x' } } },
    'InvalidParameterValueException',
    'AWS_REGION',
  ],
  [
    'a role that is not there',
    { Role: 'arn:aws:iam::123456789012:role/none' },
    'InvalidParameterValueException',
    'cannot be assumed',
  ],
])('refuses %s', async (_name, more, name, message) => {
  const refused = { name, message: expect.stringContaining(message) as string };
  await expect(fixture.deploy('refused', says('x'), more)).rejects.toMatchObject(refused);
  await expect(stat(join(harness.dataDir, 'escaped.js'))).rejects.toMatchObject({ code: 'ENOENT' });
});

it.each<[string, object, object]>([
  ['a function that is not there', { FunctionName: 'nowhere' }, { name: 'ResourceNotFoundException' }],
  ['an event that is not JSON', { Payload: '{' }, { name: 'InvalidRequestContentException' }],
  [
    'an event of more than 1 MB',
    { Payload: JSON.stringify('x'.repeat(1 << 20)), InvocationType: 'Event' },
    { name: 'RequestTooLargeException' },
  ],
  [
    'another language, by name',
    { FunctionName: 'snake' },
    { name: 'LocalAwsNotImplemented', message: expect.stringContaining('python3.12') as string },
  ],
])('refuses to invoke %s', async (_name, input, refused) => {
  if ('FunctionName' in input && input.FunctionName === 'snake') {
    await fixture.deploy('snake', { 'index.py': 'x' }, { Runtime: 'python3.12' });
  }
  const call = fixture.lambda.send(new InvokeCommand({ FunctionName: 'changing', ...input }));
  await expect(call).rejects.toMatchObject(refused);
});
