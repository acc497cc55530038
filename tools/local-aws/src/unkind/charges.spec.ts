import { apiName } from './api-name';
import { chargesOf } from './charges';
import { testRequest } from './test-request';

async function charges(form: string) {
  const request = testRequest({ body: form });
  const found = await chargesOf(request, apiName(request));
  return found.map(
    ({ bucket, limit, tokens }) => `${bucket} ${limit.capacity}/${limit.refillPerSecond} -${tokens}`,
  );
}

describe('chargesOf', () => {
  it.each([
    ['Action=CreateSnapshots', ['ec2:CreateSnapshots 100/5 -1']],
    ['Action=CreateTags', ['ec2:CreateTags 100/10 -1']],
    ['Action=CopySnapshot', ['ec2:CopySnapshot 50/5 -1']],
    ['Action=DescribeVpcs', ['ec2:DescribeVpcs 100/20 -1']],
    ['Action=DescribeVolumes', ['ec2:DescribeVolumes unfiltered 50/10 -1']],
    ['Action=DescribeVolumes&VolumeId.1=vol-1', ['ec2:DescribeVolumes unfiltered 50/10 -1']],
    ['Action=DescribeVolumes&MaxResults=500', ['ec2:DescribeVolumes 100/20 -1']],
    ['Action=DescribeSnapshots&Filter.1.Name=tag:a&Filter.1.Value.1=b', ['ec2:DescribeSnapshots 100/20 -1']],
    [
      'Action=StopInstances&InstanceId.1=i-1&InstanceId.2=i-2',
      ['ec2:StopInstances 50/5 -1', 'ec2:StopInstances resources 1000/20 -2'],
    ],
    [
      'Action=StartInstances&InstanceId.1=i-1',
      ['ec2:StartInstances 5/2 -1', 'ec2:StartInstances resources 1000/2 -1'],
    ],
    [
      'Action=RunInstances&MinCount=1&MaxCount=30',
      ['ec2:RunInstances 5/2 -1', 'ec2:RunInstances resources 1000/2 -30'],
    ],
  ])('draws for %s', async (form, expected) => {
    expect(await charges(form)).toEqual(expected);
  });

  it('draws nothing where AWS publishes no limit, unless one is set', async () => {
    const request = testRequest({ service: 'ssm', operation: 'SendCommand' });
    expect(await chargesOf(request, 'ssm:SendCommand')).toEqual([]);
    const own = { capacity: 1, refillPerSecond: 1 };
    expect(await chargesOf(request, 'ssm:SendCommand', { 'ssm:SendCommand': own })).toEqual([
      { bucket: 'ssm:SendCommand', limit: own, tokens: 1 },
    ]);
  });
});
