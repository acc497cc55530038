import { CreateLocationEfsCommand } from '@aws-sdk/client-datasync';
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateRouteTableCommand,
  AssociateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribePrefixListsCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  EFSClient,
} from '@aws-sdk/client-efs';
import { LOCAL_ACCOUNT } from '@strata/local-aws-tool';
import type { Connections } from '../gateway/connections';

/** Makes a VPC with S3 by its gateway endpoint, and a share with a mount target in each of its two zones. */
export async function makeShare(connections: Connections) {
  const ec2 = connections.client(EC2Client);
  const efs = connections.client(EFSClient);
  const { region } = connections.target;
  const arn = (resource: string): string => `arn:aws:ec2:${region}:${LOCAL_ACCOUNT}:${resource}`;
  const { Vpc: { VpcId = '' } = {} } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.40.0.0/16' }));
  const { RouteTable: { RouteTableId = '' } = {} } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const subnets: string[] = [];
  for (const [nth, zone] of ['a', 'b'].entries()) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId,
        CidrBlock: `10.40.${nth}.0/24`,
        AvailabilityZone: `${region}${zone}`,
      }),
    );
    subnets.push(Subnet?.SubnetId ?? '');
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: Subnet?.SubnetId }));
  }
  await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId,
      ServiceName: `com.amazonaws.${region}.s3`,
      VpcEndpointType: 'Gateway',
      RouteTableIds: [RouteTableId],
    }),
  );
  const { PrefixLists = [] } = await ec2.send(new DescribePrefixListsCommand({}));
  const prefixList =
    PrefixLists.find(({ PrefixListName }) => PrefixListName?.endsWith('.s3'))?.PrefixListId ?? '';
  const group = async (GroupName: string): Promise<string> => {
    const command = new CreateSecurityGroupCommand({ VpcId, GroupName, Description: GroupName });
    const { GroupId = '' } = await ec2.send(command);
    // What AWS adds by itself: all ports to everywhere.
    const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions }));
    return GroupId;
  };
  const [dataSyncGroup, mountGroup] = [await group('datasync'), await group('mount-targets')];
  await ec2.send(
    new AuthorizeSecurityGroupEgressCommand({
      GroupId: dataSyncGroup,
      IpPermissions: [tcp(2049, { UserIdGroupPairs: [{ GroupId: mountGroup }] })],
    }),
  );
  await ec2.send(
    new AuthorizeSecurityGroupEgressCommand({
      GroupId: dataSyncGroup,
      IpPermissions: [tcp(443, { PrefixListIds: [{ PrefixListId: prefixList }] })],
    }),
  );
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: mountGroup,
      IpPermissions: [tcp(2049, { UserIdGroupPairs: [{ GroupId: dataSyncGroup }] })],
    }),
  );

  const { FileSystemId = '', FileSystemArn = '' } = await efs.send(
    new CreateFileSystemCommand({ CreationToken: 'share-to-diagnose', Encrypted: true }),
  );
  const { AccessPointArn = '' } = await efs.send(
    new CreateAccessPointCommand({ FileSystemId, ClientToken: 'share-to-diagnose' }),
  );
  const mountTargets: string[] = [];
  for (const SubnetId of subnets) {
    const command = new CreateMountTargetCommand({ FileSystemId, SubnetId, SecurityGroups: [mountGroup] });
    mountTargets.push((await efs.send(command)).MountTargetId ?? '');
  }
  const { LocationArn: location } = await connections.datasync.send(
    new CreateLocationEfsCommand({
      EfsFilesystemArn: FileSystemArn,
      AccessPointArn,
      InTransitEncryption: 'TLS1_2',
      Ec2Config: {
        SubnetArn: arn(`subnet/${subnets[0]}`),
        SecurityGroupArns: [arn(`security-group/${dataSyncGroup}`)],
      },
    }),
  );
  return { dataSyncGroup, mountGroup, prefixList, mountTargets, location };
}

/** A rule for one TCP port. */
export function tcp(port: number, peer: object) {
  return { IpProtocol: 'tcp', FromPort: port, ToPort: port, ...peer };
}
