import {
  AutoScalingClient,
  CancelInstanceRefreshCommand,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
  PutLifecycleHookCommand,
  PutScalingPolicyCommand,
  StartInstanceRefreshCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DescribeLaunchTemplateVersionsCommand,
  type RequestLaunchTemplateData,
  DescribeImagesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { startTestAws, type TestAws } from '../int-spec-aws';

let aws: TestAws;
let scaling: AutoScalingClient;
let templateData: RequestLaunchTemplateData;
const AutoScalingGroupName = 'fleet & co';

beforeAll(async () => {
  aws = await startTestAws();
  scaling = new AutoScalingClient(aws.client);
  const ec2 = new EC2Client(aws.client);
  const image = (await ec2.send(new DescribeImagesCommand({ MaxResults: 5 }))).Images?.[0];
  templateData = { ImageId: image?.ImageId, InstanceType: 't3.micro' };
  await ec2.send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName: 'template', LaunchTemplateData: templateData }),
  );
  ec2.destroy();
  await scaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName,
      MinSize: 2,
      MaxSize: 4,
      AvailabilityZones: ['eu-central-1a'],
      LaunchTemplate: { LaunchTemplateName: 'template', Version: '$Latest' },
      DefaultInstanceWarmup: 120,
      LifecycleHookSpecificationList: [
        { LifecycleHookName: 'mounted', LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING' },
      ],
    }),
  );
});
afterAll(async () => {
  scaling.destroy();
  await aws.stop();
});

const group = async () =>
  (
    await scaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [AutoScalingGroupName] }),
    )
  ).AutoScalingGroups?.[0];

describe('Auto Scaling', () => {
  it('keeps the instance warm-up of a group', async () => {
    expect((await group())?.DefaultInstanceWarmup).toBe(120);
    await scaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, DefaultInstanceWarmup: 60 }),
    );
    expect((await group())?.DefaultInstanceWarmup).toBe(60);
    await scaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MaxSize: 5 }));
    expect((await group())?.DefaultInstanceWarmup).toBe(60);
    await scaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, DefaultInstanceWarmup: -1 }),
    );
    expect((await group())?.DefaultInstanceWarmup).toBeUndefined();
  });

  it('shows policies as enabled unless they are not, and without a predictive configuration', async () => {
    const policy = (PolicyName: string) => ({
      AutoScalingGroupName,
      PolicyName,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' as const },
        TargetValue: 50,
      },
    });
    await scaling.send(new PutScalingPolicyCommand(policy('on')));
    await scaling.send(new PutScalingPolicyCommand({ ...policy('off'), Enabled: false }));
    const { ScalingPolicies } = await scaling.send(new DescribePoliciesCommand({ AutoScalingGroupName }));
    const enabled = ScalingPolicies?.map(({ PolicyName, Enabled }) => [PolicyName, Enabled]);
    expect(enabled).toEqual([
      ['on', true],
      ['off', false],
    ]);
    expect(ScalingPolicies?.[0]).not.toHaveProperty('PredictiveScalingConfiguration');
  });

  it('shows where lifecycle hooks notify, and nothing where they do not', async () => {
    const NotificationTargetARN = 'arn:aws:sqs:eu-central-1:123456789012:q';
    await scaling.send(
      new PutLifecycleHookCommand({
        AutoScalingGroupName,
        LifecycleHookName: 'leaving',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        NotificationTargetARN,
        RoleARN: 'arn:aws:iam::123456789012:role/r',
      }),
    );
    const { LifecycleHooks } = await scaling.send(
      new DescribeLifecycleHooksCommand({ AutoScalingGroupName }),
    );
    const targets = LifecycleHooks?.map((hook) => [hook.LifecycleHookName, hook.NotificationTargetARN]);
    expect(targets).toEqual([
      ['mounted', undefined],
      ['leaving', NotificationTargetARN],
    ]);
  });

  it('replaces every instance in an instance refresh, also from a later version with user data', async () => {
    const ids = async () => (await group())?.Instances?.map(({ InstanceId }) => InstanceId) ?? [];
    const before = await ids();
    expect(before).toHaveLength(2);
    const ec2 = new EC2Client(aws.client);
    const UserData = Buffer.from('#!/bin/bash\n').toString('base64');
    const LaunchTemplateData = { ...templateData, UserData };
    await ec2.send(
      new CreateLaunchTemplateVersionCommand({ LaunchTemplateName: 'template', LaunchTemplateData }),
    );
    const versions = await ec2.send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: 'template' }),
    );
    ec2.destroy();
    const shown = versions.LaunchTemplateVersions?.map((version) => version.LaunchTemplateData?.UserData);
    expect(shown).toEqual([undefined, UserData]);
    await scaling.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName,
        LaunchTemplate: { LaunchTemplateName: 'template', Version: '2' },
      }),
    );

    const { InstanceRefreshId = '' } = await scaling.send(
      new StartInstanceRefreshCommand({ AutoScalingGroupName }),
    );
    const after = await ids();
    expect(after).toHaveLength(2);
    expect(after.filter((id) => before.includes(id))).toEqual([]);

    const { InstanceRefreshes } = await scaling.send(
      new DescribeInstanceRefreshesCommand({ AutoScalingGroupName, InstanceRefreshIds: [InstanceRefreshId] }),
    );
    expect(InstanceRefreshes).toMatchObject([
      { InstanceRefreshId, Status: 'Successful', PercentageComplete: 100 },
    ]);
    await expect(
      scaling.send(new CancelInstanceRefreshCommand({ AutoScalingGroupName })),
    ).rejects.toMatchObject({
      name: 'ActiveInstanceRefreshNotFoundFault',
    });
    await expect(
      scaling.send(new StartInstanceRefreshCommand({ AutoScalingGroupName: 'none' })),
    ).rejects.toMatchObject({ name: 'ValidationError' });
  });
});
