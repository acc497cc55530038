import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmEvidence } from '../evidence';
import { ask, type Connections } from './connections';

/** Names per request. Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const NAMES_PER_CALL = 100;

/** The alarms of these names, in their order. */
export async function readAlarms(
  { cloudWatch }: Connections,
  names: readonly string[],
): Promise<AlarmEvidence[]> {
  const found = new Map<string, AlarmEvidence['found']>();
  for (let at = 0; at < names.length; at += NAMES_PER_CALL) {
    const AlarmNames = names.slice(at, at + NAMES_PER_CALL);
    const answer = await ask(
      { action: 'cloudwatch:DescribeAlarms', resource: `${AlarmNames.length} alarms` },
      cloudWatch.send(
        new DescribeAlarmsCommand({
          AlarmNames,
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          MaxRecords: NAMES_PER_CALL,
        }),
      ),
    );
    for (const alarm of [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])]) {
      const { AlarmName = '', ActionsEnabled = true, AlarmActions = [] } = alarm;
      found.set(AlarmName, { isOn: ActionsEnabled, actions: AlarmActions });
    }
  }
  return names.map((name) => ({ name, found: found.get(name) }));
}
