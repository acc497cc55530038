import { bucketArn, globalArn, managedPolicyArn, partitionOf, regionalArn } from './index';

const scope = { environment: 'local', account: '123456789012', region: 'eu-central-1' };

describe('ARNs', () => {
  it.each([
    ['eu-central-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('puts Region %s into partition %s', (region, partition) => {
    expect(partitionOf(region)).toBe(partition);
  });

  it('builds each form', () => {
    expect(regionalArn(scope, 'ec2', 'subnet/subnet-1')).toBe(
      'arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-1',
    );
    expect(globalArn(scope, 'iam', 'role/x')).toBe('arn:aws:iam::123456789012:role/x');
    expect(bucketArn(scope, 'b', '*')).toBe('arn:aws:s3:::b/*');
    expect(managedPolicyArn({ ...scope, region: 'cn-north-1' }, 'P')).toBe('arn:aws-cn:iam::aws:policy/P');
  });
});
