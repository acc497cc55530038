import type { CreateLocationEfsRequest, UpdateLocationEfsRequest } from '@aws-sdk/client-datasync';
import { locationArn, newId, parseArn } from '../arns';
import type { Emulator } from '../emulator';
import { cannotAssume } from '../emulator';
import { InvalidRequestException, missing, notInEnum } from '../errors';
import type { EfsLocation } from '../model';
import { tagMap } from '../model';
import type { Registry } from '../registry';
import type { Call } from './call';
import { locationUri, normalSubdirectory } from './locations';

/** CreateLocationEfs: checks what AWS checks, the network among it. */
export async function createLocationEfs(call: Call, input: CreateLocationEfsRequest): Promise<object> {
  const fileSystemId = parseArn('fileSystem', input.EfsFilesystemArn, 'efsFilesystemArn');
  const location: EfsLocation = {
    type: 'efs',
    arn: locationArn(call.home, newId('loc')),
    region: call.home.region,
    creationTime: call.now(),
    tags: tagMap(input.Tags),
    fileSystemId,
    subdirectory: normalSubdirectory(input.Subdirectory),
    ec2Config: await checkNetwork(call.emulator, fileSystemId, input),
    ...(await access(call.emulator, fileSystemId, input)),
  };
  call.registry.locations.set(location.arn, location);
  return { LocationArn: location.arn };
}

/** UpdateLocationEfs: what is left out stays; an empty ARN takes the access point or the role away. */
export async function updateLocationEfs(call: Call, input: UpdateLocationEfsRequest): Promise<object> {
  const location = efsLocation(call.registry, input.LocationArn);
  const changed = await access(call.emulator, location.fileSystemId, {
    AccessPointArn: input.AccessPointArn ?? location.accessPointArn,
    FileSystemAccessRoleArn: input.FileSystemAccessRoleArn ?? location.fileSystemAccessRoleArn,
    InTransitEncryption: input.InTransitEncryption ?? location.inTransitEncryption,
  });
  if (input.Subdirectory !== undefined) location.subdirectory = normalSubdirectory(input.Subdirectory);
  Object.assign(location, changed);
  return {};
}

/** DescribeLocationEfs. */
export function describeLocationEfs(registry: Registry, input: { LocationArn?: string }): object {
  const location = efsLocation(registry, input.LocationArn);
  return {
    LocationArn: location.arn,
    LocationUri: locationUri(location),
    Ec2Config: location.ec2Config,
    CreationTime: location.creationTime.getTime() / 1000,
    AccessPointArn: location.accessPointArn,
    FileSystemAccessRoleArn: location.fileSystemAccessRoleArn,
    InTransitEncryption: location.inTransitEncryption,
  };
}

function efsLocation(registry: Registry, arn: string | undefined): EfsLocation {
  const location = registry.location(arn);
  if (location.type !== 'efs')
    throw new InvalidRequestException(`Location ${location.arn} is not an EFS location.`);
  return location;
}

type Access = Pick<EfsLocation, 'accessPointArn' | 'fileSystemAccessRoleArn' | 'inTransitEncryption'>;

async function access(
  emulator: Emulator,
  fileSystemId: string,
  input: Pick<CreateLocationEfsRequest, 'AccessPointArn' | 'FileSystemAccessRoleArn' | 'InTransitEncryption'>,
): Promise<Access> {
  const accessPointArn = input.AccessPointArn || undefined;
  const fileSystemAccessRoleArn = input.FileSystemAccessRoleArn || undefined;
  const inTransitEncryption = input.InTransitEncryption;
  if (inTransitEncryption !== undefined && !['NONE', 'TLS1_2'].includes(inTransitEncryption)) {
    throw notInEnum('inTransitEncryption', inTransitEncryption, ['NONE', 'TLS1_2']);
  }
  if ((accessPointArn ?? fileSystemAccessRoleArn) !== undefined && inTransitEncryption !== 'TLS1_2') {
    throw new InvalidRequestException(
      'Invalid parameter combination: AccessPointArn and FileSystemAccessRoleArn need InTransitEncryption TLS1_2.',
    );
  }
  if (accessPointArn !== undefined) {
    const found = await emulator.accessPoint(parseArn('accessPoint', accessPointArn, 'accessPointArn'));
    if (found?.fileSystemId !== fileSystemId) {
      throw new InvalidRequestException(`Access point ${accessPointArn} does not belong to ${fileSystemId}.`);
    }
  }
  if (fileSystemAccessRoleArn !== undefined) {
    const role = parseArn('role', fileSystemAccessRoleArn, 'fileSystemAccessRoleArn');
    if (!(await emulator.canAssume(role))) throw cannotAssume();
  }
  return { accessPointArn, fileSystemAccessRoleArn, inTransitEncryption };
}

/**
 * The subnet must lie in the VPC and zone of one of the file system's mount targets, with 1 to 5 security groups.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/API_Ec2Config.html
 */
async function checkNetwork(
  emulator: Emulator,
  fileSystemId: string,
  { Ec2Config }: CreateLocationEfsRequest,
): Promise<EfsLocation['ec2Config']> {
  if (!Ec2Config) throw missing('ec2Config');
  const subnet = parseArn('subnet', Ec2Config.SubnetArn, 'ec2Config.subnetArn');
  const arns = Ec2Config.SecurityGroupArns ?? [];
  if (arns.length < 1 || arns.length > 5) {
    throw new InvalidRequestException(`Ec2Config needs 1 to 5 security groups, but has ${arns.length}.`);
  }
  const groups = arns.map((arn) => parseArn('securityGroup', arn, 'ec2Config.securityGroupArns'));
  if (!(await emulator.fileSystemExists(fileSystemId))) {
    throw new InvalidRequestException(`File system ${fileSystemId} does not exist.`);
  }
  const zone = await emulator.subnetZone(subnet);
  if (zone === undefined) throw new InvalidRequestException(`Subnet ${subnet} does not exist.`);
  if (!(await emulator.securityGroupsExist(groups))) {
    throw new InvalidRequestException(`One of the security groups ${groups.join(', ')} does not exist.`);
  }
  if (!(await emulator.mountTargetZones(fileSystemId)).includes(zone)) {
    throw new InvalidRequestException(
      `File system ${fileSystemId} has no mount target in the VPC and Availability Zone of subnet ${subnet} (${zone}).`,
    );
  }
  return { SubnetArn: Ec2Config.SubnetArn as string, SecurityGroupArns: arns };
}
