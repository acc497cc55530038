import { bucketName } from './bucket-name';
import { EC2_RATE_LIMITS, limitOf } from './index';

describe('the published limits', () => {
  it.each([
    ['CreateSnapshot', 100, 5],
    ['CreateSnapshots', 100, 5],
    ['DeleteSnapshot', 100, 5],
    ['CopySnapshot', 50, 5],
    ['CreateVolume', 100, 5],
    ['DeleteVolume', 100, 5],
    ['CreateTags', 100, 10],
    ['DeleteTags', 100, 10],
    ['StartInstances', 5, 2],
    ['StopInstances', 50, 5],
    ['DescribeSnapshots', 100, 20],
    ['DescribeSnapshots:unfiltered', 50, 10],
    ['DescribeImages', 100, 20],
    ['DescribeTags', 100, 20],
    ['GetConsoleOutput', 100, 20],
    ['EnableFastSnapshotRestores', 50, 5],
  ])('%s: %p, refilled by %p a second', (bucket, capacity, refillPerSecond) => {
    expect(limitOf(EC2_RATE_LIMITS, bucket)).toEqual({ capacity, refillPerSecond });
  });

  it.each(['SSM:DescribeInstanceInformation', 'AutoScaling:DescribeTags', 'EBS:GetSnapshotBlock'])(
    'say nothing of %s, which is no API of EC2',
    (bucket) => {
      expect(limitOf(EC2_RATE_LIMITS, bucket)).toBeUndefined();
    },
  );

  it('can be stated for an API of another service', () => {
    const limit = { capacity: 10, refillPerSecond: 1 };
    expect(limitOf({ ...EC2_RATE_LIMITS, 'SSM:SendCommand': limit }, 'SSM:SendCommand')).toBe(limit);
  });
});

describe('the bucket of a call', () => {
  it.each([
    ['EC2Client', 'CreateSnapshotsCommand', {}, 'CreateSnapshots'],
    ['EC2Client', 'DescribeSnapshotsCommand', undefined, 'DescribeSnapshots:unfiltered'],
    ['EC2Client', 'DescribeSnapshotsCommand', { OwnerIds: ['self'] }, 'DescribeSnapshots:unfiltered'],
    ['EC2Client', 'DescribeSnapshotsCommand', { SnapshotIds: ['snap-1'] }, 'DescribeSnapshots:unfiltered'],
    ['EC2Client', 'DescribeSnapshotsCommand', { Filters: [] }, 'DescribeSnapshots:unfiltered'],
    ['EC2Client', 'DescribeSnapshotsCommand', { Filters: [{ Name: 'status' }] }, 'DescribeSnapshots'],
    ['EC2Client', 'DescribeVolumesCommand', { MaxResults: 500 }, 'DescribeVolumes'],
    ['EC2Client', 'DescribeInstancesCommand', { NextToken: 'n' }, 'DescribeInstances'],
    ['EC2Client', 'DescribeImagesCommand', {}, 'DescribeImages'],
    ['AutoScalingClient', 'DescribeTagsCommand', {}, 'AutoScaling:DescribeTags'],
  ])('%s %s %j is %s', (client, command, input, bucket) => {
    expect(bucketName(client, command, input)).toBe(bucket);
  });
});
