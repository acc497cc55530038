import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
  ModifySecurityGroupRulesCommand,
} from '@aws-sdk/client-ec2';
import { createEc2Service } from './ec2';
import { snapshotService } from './ec2-snapshots';
import { createEventsService } from './events';
import { type IntHarness, startHarness } from './int-harness';

let harness: IntHarness;
let ec2: EC2Client;
let group: string;
let other: string;

beforeAll(async () => {
  harness = await startHarness([createEc2Service(snapshotService({ bus: createEventsService().bus }))]);
  ec2 = new EC2Client(harness.client);
  const create = async (GroupName: string) =>
    (await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName }))).GroupId ?? '';
  [group, other] = [await create('one'), await create('other')];
});
afterAll(async () => {
  ec2.destroy();
  await harness.stop();
});

async function descriptionOf(id: string): Promise<string | undefined> {
  const found = await ec2.send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] }));
  return found.SecurityGroupRules?.[0]?.Description;
}

const NFS = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049 };

describe('the description of a security group rule', () => {
  it.each([
    ['a group', () => ({ ...NFS, UserIdGroupPairs: [{ GroupId: other, Description: 'NFS from <other>' }] })],
    [
      'an address range',
      () => ({ ...NFS, IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'NFS from <other>' }] }),
    ],
  ])('is kept for a rule whose far end is %s', async (_, permission) => {
    const command = new AuthorizeSecurityGroupIngressCommand({
      GroupId: group,
      IpPermissions: [permission()],
    });
    const [rule] = (await ec2.send(command)).SecurityGroupRules ?? [];
    expect(rule?.Description).toBe('NFS from <other>');
    expect(await descriptionOf(rule?.SecurityGroupRuleId ?? '')).toBe('NFS from <other>');
  });

  it('is that of its own port where a group has several rules to one peer', async () => {
    const pair = (Description: string) => [{ GroupId: other, Description }];
    await ec2.send(
      new AuthorizeSecurityGroupEgressCommand({
        GroupId: group,
        IpPermissions: [
          { ...NFS, UserIdGroupPairs: pair('out by NFS') },
          { ...NFS, FromPort: 22, ToPort: 22, UserIdGroupPairs: pair('out by SSH') },
        ],
      }),
    );
    const all = await ec2.send(
      new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [group] }] }),
    );
    const egress = all.SecurityGroupRules?.filter(({ IsEgress }) => IsEgress);
    const byPort = new Map(egress?.map((rule) => [rule.FromPort, rule.Description]));
    expect(byPort.get(22)).toBe('out by SSH');
    expect(byPort.get(2049)).toBe('out by NFS');
  });

  it('changes with the rule', async () => {
    const permission = {
      ...NFS,
      FromPort: 443,
      ToPort: 443,
      UserIdGroupPairs: [{ GroupId: other, Description: 'old' }],
    };
    const command = new AuthorizeSecurityGroupIngressCommand({ GroupId: group, IpPermissions: [permission] });
    const id = (await ec2.send(command)).SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
    const { IpProtocol, FromPort, ToPort } = permission;
    await ec2.send(
      new ModifySecurityGroupRulesCommand({
        GroupId: group,
        SecurityGroupRules: [
          {
            SecurityGroupRuleId: id,
            SecurityGroupRule: { IpProtocol, FromPort, ToPort, ReferencedGroupId: other, Description: 'new' },
          },
        ],
      }),
    );
    expect(await descriptionOf(id)).toBe('new');
  });
});
