import {
  DataSyncClient,
  DescribeLocationS3Command,
  DescribeTaskCommand,
  type Options,
  UpdateTaskCommand,
} from '@aws-sdk/client-datasync';
import {
  DescribeSecurityGroupRulesCommand,
  EC2Client,
  ModifySecurityGroupRulesCommand,
} from '@aws-sdk/client-ec2';
import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { GetTopicAttributesCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientOptions } from '@strata/aws';
import type { EnvironmentConfig } from '@strata/config';
import type { BackboneOutputs, BackupOutputs } from '@strata/contracts';

/** Puts right again what was broken. */
export type Mend = () => Promise<unknown>;

/** Things that somebody can do to a deployed transfer and its alerts by hand. Each answers how to undo it. */
export interface DeployedTransfer {
  disableRule(): Promise<Mend>;
  /** Takes every statement out of the topic's policy that speaks of EventBridge. */
  shutTopic(): Promise<Mend>;
  /** The same in the key's policy. */
  shutKey(): Promise<Mend>;
  /** Moves the rule for a port of a security group to another port. */
  closePort(groupId: string, direction: 'ingress' | 'egress', port: number): Promise<Mend>;
  /** Takes an action out of the policies of the role that writes to the archive. */
  forbid(action: string): Promise<Mend>;
  setTask(change: { readonly logLevel?: 'OFF'; readonly schedule?: 'DISABLED' }): Promise<Mend>;
}

interface Statement {
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
}
interface Policy {
  readonly Statement: readonly Statement[];
}

/** The transfer of an environment, by what its layers publish. */
export function deployedTransfer(
  environment: EnvironmentConfig,
  { backbone, backup }: { readonly backbone: BackboneOutputs; readonly backup: BackupOutputs },
): DeployedTransfer {
  const options = clientOptions(environment);
  const [events, sns, kms] = [new EventBridgeClient(options), new SNSClient(options), new KMSClient(options)];
  const [ec2, iam, dataSync] = [new EC2Client(options), new IAMClient(options), new DataSyncClient(options)];
  const { taskArn: TaskArn, topicArn: TopicArn } = backup;
  return {
    async disableRule() {
      const rule = { Name: backup.stateChangeRuleName };
      await events.send(new DisableRuleCommand(rule));
      return () => events.send(new EnableRuleCommand(rule));
    },
    async shutTopic() {
      const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
      const before = Attributes?.['Policy'] ?? '';
      const set = (AttributeValue: string) =>
        sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
      await set(withoutEventBridge(before));
      return () => set(before);
    },
    async shutKey() {
      const KeyId = backbone.keyArn.split('/').at(-1) ?? '';
      const { Policy: before = '' } = await kms.send(
        new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }),
      );
      const set = (text: string) =>
        kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: text }));
      await set(withoutEventBridge(before));
      return () => set(before);
    },
    async closePort(GroupId, direction, port) {
      const { SecurityGroupRules = [] } = await ec2.send(
        new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [GroupId] }] }),
      );
      const rules = SecurityGroupRules.filter(
        ({ IsEgress, FromPort }) => IsEgress === (direction === 'egress') && FromPort === port,
      );
      if (rules.length === 0) throw new Error(`${GroupId} has no ${direction} rule for ${port}`);
      // The rules keep their ids, so that Terraform still knows them.
      const move = (to: number) =>
        ec2.send(
          new ModifySecurityGroupRulesCommand({
            GroupId,
            SecurityGroupRules: rules.map((rule) => ({
              SecurityGroupRuleId: rule.SecurityGroupRuleId ?? '',
              SecurityGroupRule: {
                IpProtocol: rule.IpProtocol,
                FromPort: to,
                ToPort: to,
                Description: rule.Description,
                CidrIpv4: rule.CidrIpv4,
                PrefixListId: rule.PrefixListId,
                ReferencedGroupId: rule.ReferencedGroupInfo?.GroupId,
              },
            })),
          }),
        );
      await move(port + 1);
      return () => move(port);
    },
    async forbid(action) {
      const { S3Config } = await dataSync.send(
        new DescribeLocationS3Command({ LocationArn: backup.destinationLocationArn }),
      );
      const RoleName = S3Config?.BucketAccessRoleArn?.split('/').at(-1) ?? '';
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      const put = (PolicyName: string, PolicyDocument: string) =>
        iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
      const before = await Promise.all(
        PolicyNames.map(async (PolicyName) => {
          const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
          return [PolicyName, decodeURIComponent(PolicyDocument)] as const;
        }),
      );
      for (const [name, text] of before) await put(name, without(text, action));
      return () => Promise.all(before.map(([name, text]) => put(name, text)));
    },
    async setTask({ logLevel, schedule }) {
      const { Options: before, Schedule } = await dataSync.send(new DescribeTaskCommand({ TaskArn }));
      const set = (LogLevel: Options['LogLevel'], Status: 'ENABLED' | 'DISABLED') =>
        dataSync.send(
          new UpdateTaskCommand({
            TaskArn,
            Options: { ...before, LogLevel },
            Schedule: { ScheduleExpression: Schedule?.ScheduleExpression, Status },
          }),
        );
      await set(logLevel ?? before?.LogLevel, schedule ?? 'ENABLED');
      return () => set(before?.LogLevel, 'ENABLED');
    },
  };
}

function withoutEventBridge(text: string): string {
  const policy = JSON.parse(text) as Policy;
  const left = policy.Statement.filter(
    ({ Principal }) => !JSON.stringify(Principal ?? '').includes('events.amazonaws.com'),
  );
  return JSON.stringify({ ...policy, Statement: left });
}

function without(text: string, action: string): string {
  const policy = JSON.parse(text) as Policy;
  const left = policy.Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action ?? []].flat().filter((each) => each !== action),
  }));
  return JSON.stringify({ ...policy, Statement: left });
}
