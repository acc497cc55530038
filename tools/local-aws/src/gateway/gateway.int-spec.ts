import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestAws, type TestAws } from '../int-spec-aws';

const SCOPE =
  'AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=x';

let aws: TestAws;
let s3: S3Client;
beforeAll(async () => {
  aws = await startTestAws();
  s3 = new S3Client({ ...aws.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
});
afterAll(async () => {
  s3.destroy();
  await aws.stop();
});

/** One raw request; `write` sends the body and ends it. */
function raw(
  options: RequestOptions,
  write: (request: ReturnType<typeof httpRequest>) => void = (request) => void request.end(),
): Promise<{ answer: IncomingMessage; body: string; continued: boolean }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(aws.endpoint);
    let continued = false;
    const request = httpRequest({ hostname, port, agent: false, ...options }, (answer) => {
      let body = '';
      answer.setEncoding('latin1').on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => resolve({ answer, body, continued }));
    });
    request.on('continue', () => (continued = true)).on('error', reject);
    write(request);
  });
}

async function stored(key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

describe('the gateway as a proxy', () => {
  it('lets SDK calls through to moto and logs who answered', async () => {
    const sts = new STSClient(aws.client);
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    sts.destroy();
    expect(Account).toBe(aws.account);
    await sleep(50);
    expect(await aws.requests()).toContainEqual(
      expect.objectContaining({
        service: 'sts',
        operation: 'GetCallerIdentity',
        status: 200,
        answeredBy: 'moto',
      }),
    );
  });

  it('passes aws-chunked uploads of a stream on untouched', async () => {
    const body = randomBytes(3_000_001);
    const parts = [
      body.subarray(0, 1_000_000),
      body.subarray(1_000_000, 1_000_001),
      body.subarray(1_000_001),
    ];
    await s3.send(
      new PutObjectCommand({
        Bucket: 'bucket',
        Key: 'stream',
        Body: Readable.from(parts),
        ContentLength: body.length,
      }),
    );
    expect((await stored('stream')).equals(body)).toBe(true);
  });

  it('passes chunked bodies of unknown length on', async () => {
    const headers = { authorization: SCOPE, 'transfer-encoding': 'chunked' };
    const { answer } = await raw({ method: 'PUT', path: '/bucket/chunked', headers }, (request) => {
      request.write('one ');
      setTimeout(() => request.end('two'), 20);
    });
    expect(answer.statusCode).toBe(200);
    expect((await stored('chunked')).toString()).toBe('one two');
  });

  it('answers 100-continue before the body comes', async () => {
    const headers = { authorization: SCOPE, expect: '100-continue', 'content-length': '4' };
    const { answer, continued } = await raw(
      { method: 'PUT', path: '/bucket/continued', headers },
      (request) => {
        request.flushHeaders();
        request.once('continue', () => request.end('body'));
      },
    );
    expect({ continued, status: answer.statusCode }).toEqual({ continued: true, status: 200 });
    expect((await stored('continued')).toString()).toBe('body');
  });

  it('answers HEAD with the length and the metadata of the object, and no body', async () => {
    const Metadata = { 'file-mtime': '1' };
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a b/ü+%', Body: '12345', Metadata }));
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'a b/ü+%' }));
    expect(head).toMatchObject({ ContentLength: 5, Metadata });
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'none' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('routes presigned URLs, which carry no Authorization header', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'presigned', Body: 'text' }));
    const credential = encodeURIComponent('test/20260101/eu-central-1/s3/aws4_request');
    const { body } = await raw({
      path: `/bucket/presigned?X-Amz-Credential=${credential}&X-Amz-Signature=x`,
    });
    expect(body).toBe('text');
  });

  it('keeps the body of a form whose Action it has read', async () => {
    const headers = {
      authorization: SCOPE.replace('/s3/', '/ec2/'),
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    };
    const form = 'Action=DescribeRegions&Version=2016-11-15&RegionName.1=eu-west-1';
    const { body } = await raw(
      { method: 'POST', path: '/', headers: { ...headers, 'content-length': form.length } },
      (request) => request.end(form),
    );
    expect(body.match(/<regionName>[^<]+/g)).toEqual(['<regionName>eu-west-1']);
  });

  it('says plainly what moto cannot do, with a status that clients do not retry', async () => {
    const headers = {
      authorization: SCOPE.replace('/s3/', '/ec2/'),
      'content-type': 'application/x-www-form-urlencoded',
    };
    const form = 'Action=CreateVerifiedAccessGroup&Version=2016-11-15';
    const { answer, body } = await raw(
      { method: 'POST', path: '/', headers: { ...headers, 'content-length': form.length } },
      (request) => request.end(form),
    );
    expect(answer.statusCode).toBe(501);
    expect(body).toContain('<Code>LocalAwsNotImplemented</Code>');
    expect(body).toContain('ec2:CreateVerifiedAccessGroup');
    expect(aws.messages).toContainEqual(
      expect.stringContaining('moto cannot do ec2:CreateVerifiedAccessGroup'),
    );
    await sleep(50);
    expect(await aws.requests()).toContainEqual(
      expect.objectContaining({ operation: 'CreateVerifiedAccessGroup', status: 501, unimplemented: true }),
    );
  });

  it("does not take moto's true errors for breakdowns", async () => {
    await expect(s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'none' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('goes on when a client gives up in the middle of an upload', async () => {
    const headers = { authorization: SCOPE, 'content-length': '1000000' };
    await expect(
      raw({ method: 'PUT', path: '/bucket/torn', headers }, (request) => {
        request.write('half');
        setTimeout(() => request.destroy(), 20);
      }),
    ).rejects.toThrow();
    await expect(stored('torn')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
