import { credentialScope, hasOperationInBody, operationOfHead } from './credential-scope';

const none = new URLSearchParams();

describe('credentialScope', () => {
  it.each([
    [
      'a signed header',
      'AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-central-1/EC2/aws4_request, SignedHeaders=host, Signature=x',
      'ec2',
      'eu-central-1',
    ],
    [
      'no space after commas',
      'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=x',
      's3',
      'us-east-1',
    ],
    [
      'an access key with slashes',
      'AWS4-HMAC-SHA256 Credential=a/b/20260101/us-east-1/sns/aws4_request, Signature=x',
      'sns',
      'us-east-1',
    ],
    [
      'SigV4A, which has no Region',
      'AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/s3/aws4_request, Signature=x',
      's3',
      '',
    ],
    ['another scheme', 'Bearer abc', '', ''],
    [
      'a scope of something else',
      'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/sns/other, Signature=x',
      '',
      '',
    ],
    ['no header', undefined, '', ''],
  ])('reads %s', (_, authorization, service, region) => {
    expect(credentialScope({ authorization }, none)).toEqual({ service, region });
  });

  it('reads a presigned URL', () => {
    const query = new URLSearchParams(
      'X-Amz-Credential=AKID%2F20260101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=x',
    );
    expect(credentialScope({}, query)).toEqual({ service: 's3', region: 'eu-west-1' });
  });
});

describe('operationOfHead', () => {
  it.each([
    ['the target header', { 'x-amz-target': 'FmrsService.CreateTask' }, '', 'CreateTask'],
    [
      'a target with dots in its prefix',
      { 'x-amz-target': 'Logs_20140328.PutLogEvents' },
      '',
      'PutLogEvents',
    ],
    ['the query', {}, 'Action=DescribeVpcs', 'DescribeVpcs'],
    ['nothing', {}, 'prefix=a', ''],
  ])('reads %s', (_, headers, query, operation) => {
    expect(operationOfHead(headers, new URLSearchParams(query))).toBe(operation);
  });
});

describe('hasOperationInBody', () => {
  const form = 'application/x-www-form-urlencoded; charset=utf-8';
  it.each([
    ['a small form', 'POST', { 'content-type': form, 'content-length': '80' }, 'ec2', true],
    ['a form without length', 'POST', { 'content-type': form }, 'ec2', false],
    ['an empty form', 'POST', { 'content-type': form, 'content-length': '0' }, 'ec2', false],
    ['a large form', 'POST', { 'content-type': form, 'content-length': '2000000' }, 'ec2', false],
    ['an upload to S3', 'POST', { 'content-type': form, 'content-length': '80' }, 's3', false],
    ['another method', 'PUT', { 'content-type': form, 'content-length': '80' }, 'ec2', false],
    [
      'JSON',
      'POST',
      { 'content-type': 'application/x-amz-json-1.1', 'content-length': '80' },
      'events',
      false,
    ],
  ])('decides on %s', (_, method, headers, service, expected) => {
    expect(hasOperationInBody(method, headers, service)).toBe(expected);
  });
});
