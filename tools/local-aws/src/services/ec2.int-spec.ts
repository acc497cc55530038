import {
  CreateInstanceConnectEndpointCommand,
  CreateLaunchTemplateCommand,
  CreateTagsCommand,
  DeleteInstanceConnectEndpointCommand,
  DeleteTagsCommand,
  DescribeImagesCommand,
  DescribeInstanceConnectEndpointsCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  MonitorInstancesCommand,
  RunInstancesCommand,
  UnmonitorInstancesCommand,
} from '@aws-sdk/client-ec2';
import { startTestAws, type TestAws } from '../int-spec-aws';

let aws: TestAws;
let ec2: EC2Client;
beforeAll(async () => {
  aws = await startTestAws();
  ec2 = new EC2Client(aws.client);
});
afterAll(async () => {
  ec2.destroy();
  await aws.stop();
});

describe('EC2 Instance Connect Endpoints', () => {
  const describeById = async (...InstanceConnectEndpointIds: string[]) =>
    (await ec2.send(new DescribeInstanceConnectEndpointsCommand({ InstanceConnectEndpointIds })))
      .InstanceConnectEndpoints;

  it('live in the VPC of their subnet, with its default security group, until they are deleted', async () => {
    const subnet = (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.[0];
    const { InstanceConnectEndpoint: created } = await ec2.send(
      new CreateInstanceConnectEndpointCommand({
        SubnetId: subnet?.SubnetId,
        TagSpecifications: [
          { ResourceType: 'instance-connect-endpoint', Tags: [{ Key: 'Name', Value: 'a & b' }] },
        ],
      }),
    );
    const id = created?.InstanceConnectEndpointId ?? '';
    expect(created).toMatchObject({
      VpcId: subnet?.VpcId,
      AvailabilityZone: subnet?.AvailabilityZone,
      State: 'create-complete',
    });
    expect(created?.SecurityGroupIds).toEqual([expect.stringMatching(/^sg-/)]);

    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
    await ec2.send(
      new CreateTagsCommand({
        Resources: [id, Vpcs?.[0]?.VpcId ?? ''],
        Tags: [{ Key: 'Layer', Value: 'backbone' }],
      }),
    );
    await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'Name' }] }));
    expect((await describeById(id))?.[0]?.Tags).toEqual([{ Key: 'Layer', Value: 'backbone' }]);
    const tagged = await ec2.send(
      new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Layer', Values: ['backbone'] }] }),
    );
    expect(tagged.Vpcs).toHaveLength(1);

    await ec2.send(new DeleteInstanceConnectEndpointCommand({ InstanceConnectEndpointId: id }));
    await expect(describeById(id)).rejects.toMatchObject({
      name: 'InvalidInstanceConnectEndpointId.NotFound',
    });
    expect(await describeById()).toEqual([]);
  });

  it('refuses an unknown subnet', async () => {
    await expect(
      ec2.send(new CreateInstanceConnectEndpointCommand({ SubnetId: 'subnet-00000000' })),
    ).rejects.toMatchObject({ name: 'InvalidSubnetID.NotFound' });
  });
});

describe('detailed monitoring', () => {
  it('is shown as it was switched', async () => {
    const image = (await ec2.send(new DescribeImagesCommand({ MaxResults: 5 }))).Images?.[0];
    const run = await ec2.send(
      new RunInstancesCommand({
        ImageId: image?.ImageId,
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 1,
      }),
    );
    const InstanceIds = [run.Instances?.[0]?.InstanceId ?? ''];
    const state = async () =>
      (await ec2.send(new DescribeInstancesCommand({ InstanceIds }))).Reservations?.[0]?.Instances?.[0]
        ?.Monitoring?.State;
    expect(await state()).toBe('disabled');
    await ec2.send(new MonitorInstancesCommand({ InstanceIds }));
    expect(await state()).toBe('enabled');
    await ec2.send(new UnmonitorInstancesCommand({ InstanceIds }));
    expect(await state()).toBe('disabled');
    await expect(
      ec2.send(new MonitorInstancesCommand({ InstanceIds: ['i-00000000'] })),
    ).rejects.toMatchObject({
      name: 'InvalidInstanceID.NotFound',
    });
  });
});

describe('launch templates', () => {
  it('show the tags of what they launch, and not their own', async () => {
    const tags = (ResourceType: 'launch-template' | 'instance') => [
      { ResourceType, Tags: [{ Key: 'For', Value: ResourceType }] },
    ];
    await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'template',
        TagSpecifications: tags('launch-template'),
        LaunchTemplateData: { InstanceType: 't3.micro', TagSpecifications: tags('instance') },
      }),
    );
    const { LaunchTemplateVersions } = await ec2.send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: 'template' }),
    );
    const shown = LaunchTemplateVersions?.[0]?.LaunchTemplateData?.TagSpecifications;
    expect(shown?.map(({ ResourceType }) => ResourceType)).toEqual(['instance']);
  });
});
