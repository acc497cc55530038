import { apiName } from './api-name';
import { testRequest } from './test-request';

describe('apiName', () => {
  it.each([
    ['ec2', 'POST', '/', 'CreateSnapshots', 'ec2:CreateSnapshots'],
    ['ebs', 'GET', '/snapshots/snap-1/blocks?blockToken=x', '', 'ebs:ListSnapshotBlocks'],
    ['ebs', 'GET', '/snapshots/snap-1/blocks/12?blockToken=x', '', 'ebs:GetSnapshotBlock'],
    ['ebs', 'GET', '/snapshots/snap-1/changedblocks', '', 'ebs:ListChangedBlocks'],
    ['s3', 'GET', '/', '', 's3:GET service'],
    ['s3', 'GET', '/bucket?list-type=2&prefix=a', '', 's3:GET bucket'],
    ['s3', 'PUT', '/bucket/a/b', '', 's3:PUT object'],
    ['s3', 'GET', '/bucket/?versioning', '', 's3:GET bucket ?versioning'],
    ['s3', 'PUT', '/bucket/key?partNumber=1&uploadId=x', '', 's3:PUT object ?partNumber'],
    ['s3', 'POST', '/bucket/key?uploads', '', 's3:POST object ?uploads'],
    [
      'lambda',
      'POST',
      '/2015-03-31/functions/my.fn/invocations',
      '',
      'lambda:POST /2015-03-31/functions/{}/invocations',
    ],
    ['dlm', 'GET', '/policies/policy-0a1', '', 'dlm:GET /policies/{}'],
  ])('names %s %s %s %s', (service, method, path, operation, name) => {
    expect(apiName(testRequest({ service, method, path, operation }))).toBe(name);
  });
});
