import { managedPolicyArn, type NamingScope, regionalArn } from '@strata/naming';
import type { Construct } from 'constructs';
import type { PolicyStatement } from '../iam/policy';
import { ServiceRole } from '../iam/service-role';

/** The shared file system as its clients need to know it. */
export interface FileSystemAccess {
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  readonly accessPointId: string;
  readonly accessPointArn: string;
}

/** Mounting for reading and writing, through one access point only. */
export function mountStatement(access: FileSystemAccess): PolicyStatement {
  return {
    Sid: 'MountThroughAccessPoint',
    Effect: 'Allow',
    Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
    Resource: access.fileSystemArn,
    Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': access.accessPointArn } },
  };
}

/** What every instance gets: Session Manager and Run Command, which need no open port. */
export function sessionManagerPolicy(naming: NamingScope): string {
  return managedPolicyArn(naming, 'AmazonSSMManagedInstanceCore');
}

/** The role of the fleet's instances: mount the share and report that the mount works, nothing else. */
export function fleetRole(
  scope: Construct,
  naming: NamingScope,
  access: FileSystemAccess,
  groupName: string,
): ServiceRole {
  return new ServiceRole(scope, 'role', {
    naming,
    purpose: 'fleet-instance',
    service: 'ec2.amazonaws.com',
    instanceProfile: true,
    managedPolicyArns: [sessionManagerPolicy(naming)],
    statements: [
      mountStatement(access),
      {
        Sid: 'ReportMountToAutoScaling',
        Effect: 'Allow',
        Action: 'autoscaling:CompleteLifecycleAction',
        // The middle of the ARN is an id that AWS invents when it creates the group.
        Resource: regionalArn(naming, 'autoscaling', `autoScalingGroup:*:autoScalingGroupName/${groupName}`),
      },
    ],
  });
}
