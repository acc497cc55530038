import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingPolicy } from '@cdktf/provider-aws/lib/autoscaling-policy';
import type { NamingScope } from '@strata/naming';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { InstanceTemplate } from './instance-template';

export interface ElasticFleetProps {
  readonly naming: NamingScope;
  readonly groupName: string;
  readonly template: InstanceTemplate;
  readonly subnetIds: readonly string[];
  readonly minSize: number;
  readonly desiredCapacity: number;
  readonly maxSize: number;
  /** Average CPU of the group that target tracking holds, in percent. */
  readonly cpuTargetPercent: number;
  readonly lifecycleHookName: string;
  /** Seconds an instance has to mount the share; after that it is terminated and another tried. */
  readonly mountTimeoutSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** An Auto Scaling group that follows the CPU and takes an instance into service only once its mount works. */
export class ElasticFleet extends Construct {
  readonly group: AutoscalingGroup;

  constructor(scope: Construct, id: string, props: ElasticFleetProps) {
    super(scope, id);
    this.group = new AutoscalingGroup(this, 'group', {
      name: props.groupName,
      minSize: props.minSize,
      maxSize: props.maxSize,
      desiredCapacity: props.desiredCapacity,
      vpcZoneIdentifier: [...props.subnetIds],
      healthCheckType: 'EC2',
      healthCheckGracePeriod: 60,
      defaultInstanceWarmup: 120,
      launchTemplate: {
        id: props.template.template.id,
        version: Token.asString(props.template.template.latestVersion),
      },
      // In the group's own creation: a hook attached later misses the first instances.
      initialLifecycleHook: [
        {
          name: props.lifecycleHookName,
          lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
          defaultResult: 'ABANDON',
          heartbeatTimeout: props.mountTimeoutSeconds,
        },
      ],
      instanceRefresh: {
        strategy: 'Rolling',
        preferences: { minHealthyPercentage: 90, autoRollback: true },
      },
      enabledMetrics: ['GroupDesiredCapacity', 'GroupInServiceInstances', 'GroupPendingInstances'],
      tag: Object.entries(props.tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      // Target tracking moves it; without this each deployment would undo what the load asked for.
      lifecycle: { ignoreChanges: ['desired_capacity'] },
    });
    new AutoscalingPolicy(this, 'cpu-target', {
      name: `${props.groupName}-cpu-target`,
      autoscalingGroupName: this.group.name,
      policyType: 'TargetTrackingScaling',
      targetTrackingConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
        targetValue: props.cpuTargetPercent,
      },
    });
  }
}
