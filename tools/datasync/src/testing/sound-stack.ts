import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTaskCommand } from '@aws-sdk/client-datasync';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { LOCAL_ACCOUNT } from '@strata/local-aws-tool';
import type { Connections } from '../gateway/connections';
import { makeArchive } from './sound-archive';
import { makeShare } from './sound-share';

/** Ids of a stack made like the layers', by the SDK: two zones, no NAT, S3 by its gateway endpoint, KMS everywhere. */
export interface SoundStack {
  readonly dataSyncGroup: string;
  readonly mountGroup: string;
  readonly prefixList: string;
  readonly mountTargets: readonly string[];
  readonly bucket: string;
  readonly keyArn: string;
  readonly role: string;
  readonly taskArn: string;
  /** Name of the resource policy that lets DataSync write its log. */
  readonly logPolicy: string;
  /** Makes that policy. */
  allowLog(): Promise<void>;
}

const LOG_GROUP = '/strata/datasync-to-diagnose';
const LOG_POLICY = 'datasync-writes';

/** Makes one. Nothing of it fails a check. */
export async function makeSoundStack(connections: Connections): Promise<SoundStack> {
  const keyArn = await makeKey(connections);
  const [{ location: source, ...share }, { location: destination, ...archive }, logGroupArn] =
    await Promise.all([makeShare(connections), makeArchive(connections, keyArn), makeLog(connections)]);
  const { datasync } = connections;
  const { TaskArn: taskArn = '' } = await datasync.send(
    new CreateTaskCommand({
      SourceLocationArn: source,
      DestinationLocationArn: destination,
      CloudWatchLogGroupArn: logGroupArn,
      Schedule: { ScheduleExpression: 'rate(12 hours)' },
      Options: { VerifyMode: 'ONLY_FILES_TRANSFERRED', LogLevel: 'TRANSFER' },
    }),
  );
  const allowLog = (): Promise<void> => allowLogging(connections, logGroupArn);
  await allowLog();
  return { ...share, ...archive, keyArn, taskArn, logPolicy: LOG_POLICY, allowLog };
}

async function makeKey(connections: Connections): Promise<string> {
  const { KeyMetadata } = await connections.client(KMSClient).send(new CreateKeyCommand({}));
  return KeyMetadata?.Arn ?? '';
}

async function makeLog(connections: Connections): Promise<string> {
  const logs = connections.client(CloudWatchLogsClient);
  const arn = `arn:aws:logs:${connections.target.region}:${LOCAL_ACCOUNT}:log-group:${LOG_GROUP}`;
  await logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
  return arn;
}

async function allowLogging(connections: Connections, groupArn: string): Promise<void> {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'datasync.amazonaws.com' },
    Action: ['logs:PutLogEvents', 'logs:CreateLogStream'],
    Resource: `${groupArn}:*`,
    Condition: { StringEquals: { 'aws:SourceAccount': LOCAL_ACCOUNT } },
  };
  const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await connections
    .client(CloudWatchLogsClient)
    .send(new PutResourcePolicyCommand({ policyName: LOG_POLICY, policyDocument }));
}
