import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeResourcePoliciesCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Policy } from '@strata/event-pattern';
import type { LogEvidence } from '../diagnose/evidence';
import { abortable } from './abortable';
import { attempted, attemptedAlways, map } from './attempted';
import type { Connections } from './connections';

/** A log group, and what the account's resource policies let services write. */
export async function readLog(
  connections: Connections,
  groupArn: string,
  signal?: AbortSignal,
): Promise<LogEvidence> {
  const logs = connections.client(CloudWatchLogsClient);
  const name = groupArn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? '';
  const groups = logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }), abortable(signal));
  const read = async (): Promise<Policy[]> => {
    const policies: Policy[] = [];
    let nextToken: string | undefined;
    do {
      const command = new DescribeResourcePoliciesCommand(nextToken === undefined ? {} : { nextToken });
      const page = await logs.send(command, abortable(signal));
      for (const { policyDocument } of page.resourcePolicies ?? []) {
        if (policyDocument) policies.push(JSON.parse(policyDocument) as Policy);
      }
      ({ nextToken } = page);
    } while (nextToken !== undefined);
    return policies;
  };
  const [found, policies] = await Promise.all([
    attempted(connections, 'logs:DescribeLogGroups', groupArn, groups, /^ResourceNotFoundException$/),
    attemptedAlways(connections, 'logs:DescribeResourcePolicies', groupArn, read()),
  ]);
  return {
    groupArn,
    exists: map(found, (page) => (page?.logGroups ?? []).some(({ logGroupName }) => logGroupName === name)),
    policies,
  };
}
