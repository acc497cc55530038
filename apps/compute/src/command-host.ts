import { type PolicyStatement, PrivateInstance, ServiceRole, sessionManagerPolicy } from '@strata/constructs';
import { type NamingScope, regionalArn, resourceName } from '@strata/naming';
import { type HostedRotation, renderCommandHost } from '@strata/user-data';
import { Construct } from 'constructs';
import { firstZone, type HostProps } from './host-props';

/**
 * The command host: its cron starts the snapshot rotation, with a lock and a log. The rotation itself is the backup
 * layer's function, so there is one engine, and the host needs no permission on snapshots, volumes or instances.
 */
export class CommandHost extends Construct {
  readonly instanceId: string;

  constructor(scope: Construct, id: string, props: HostProps) {
    super(scope, id);
    const { naming, tags, backbone } = props;
    const { compute, backup } = props.environment;
    const rotation = rotationOf(naming);
    const { rotationSchedule: cronSchedule } = compute.commandHost;
    const role = new ServiceRole(this, 'role', {
      naming,
      purpose: 'command-host',
      service: 'ec2.amazonaws.com',
      instanceProfile: true,
      managedPolicyArns: [sessionManagerPolicy(naming)],
      statements: startRotation(naming, rotation),
    });
    const host = new PrivateInstance(this, 'host', {
      naming,
      tags,
      purpose: 'command-host',
      imageId: props.imageId,
      instanceType: compute.commandHost.instanceType,
      subnetId: firstZone(props).subnetId,
      securityGroupIds: [backbone.instanceSecurityGroupId],
      instanceProfileName: role.instanceProfile?.name ?? '',
      keyArn: backbone.keyArn,
      rootVolumeGiB: compute.rootVolumeGiB,
      userData: renderCommandHost({
        region: naming.region,
        // Each run makes snapshots of its own beside those of the policies' schedules: only where that is asked for.
        ...(cronSchedule !== undefined && backup.snapshots.enabled ? { rotation, cronSchedule } : {}),
      }),
    });
    this.instanceId = host.instance.id;
  }
}

/** The rotation of the backup layer, which is deployed after this one: by the names that it gives (libs/constructs, rotation). */
function rotationOf(naming: NamingScope): HostedRotation {
  return {
    scheduleGroupName: resourceName(naming, 'snapshots', 64),
    functionName: resourceName(naming, 'snapshot-rotation', 64),
  };
}

/** What the host's script calls: the schedules for what they hand the function, and the function. */
function startRotation(
  naming: NamingScope,
  { scheduleGroupName, functionName }: HostedRotation,
): PolicyStatement[] {
  return [
    {
      // Listing knows no resource below all schedules of the Region
      // (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html).
      Sid: 'ListSchedules',
      Effect: 'Allow',
      Action: 'scheduler:ListSchedules',
      Resource: regionalArn(naming, 'scheduler', 'schedule/*/*'),
    },
    {
      Sid: 'ReadOurSchedules',
      Effect: 'Allow',
      Action: 'scheduler:GetSchedule',
      Resource: regionalArn(naming, 'scheduler', `schedule/${scheduleGroupName}/*`),
    },
    {
      Sid: 'StartRotation',
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: regionalArn(naming, 'lambda', `function:${functionName}`),
    },
  ];
}
