import type { EnvironmentConfig } from '@strata/config';
import type { BackupOutputs } from '@strata/contracts';
import { regionalArn } from '@strata/naming';
import type { Evidence, RuleEvidence, TopicEvidence } from '../evidence';
import { watchedRules, type WatchedRule } from '../expected-alerts';
import { readAlarms } from '../gateway/alarms';
import type { Connections } from '../gateway/connections';
import { readKey } from '../gateway/key';
import { describeRule, rulesWithTarget, targetsOf, testPattern } from '../gateway/rules';
import { readTarget } from '../gateway/target';
import { subscriptionsOf, topicAttributes } from '../gateway/topic';
import { type Place, sampleEvent } from '../samples';

/** Where evidence comes from. */
export interface Source {
  readonly environment: EnvironmentConfig;
  readonly outputs: BackupOutputs;
  readonly connections: Connections;
}

/** Reads all that the checks are made of. */
export async function readEvidence({ environment, outputs, connections }: Source): Promise<Evidence> {
  const naming = namingOf(environment);
  const place = placeOf(environment, outputs);
  const { topicArn } = outputs;
  const others = await rulesWithTarget(connections, topicArn);
  const [topic, alarms, ...rules] = await Promise.all([
    readTopic(connections, topicArn),
    readAlarms(connections, outputs.alarmNames),
    ...watchedRules(outputs, naming, others).map((rule) => readRule(connections, rule, place)),
  ]);
  return {
    environment: environment.name,
    place,
    emails: environment.backup.notifications.emails,
    hasVaults: outputs.backupVaultNames.length > 0,
    topic,
    rules,
    alarms,
  };
}

/** What names of the environment's resources are made of. */
export function namingOf({ name, account, region }: EnvironmentConfig) {
  return { environment: name, account, region };
}

/** What samples are made the layer's own with. */
export function placeOf(environment: EnvironmentConfig, outputs: BackupOutputs): Place {
  const { account, region } = environment;
  const { taskArn, transferFunctionName, backupVaultNames } = outputs;
  const functionArn = regionalArn(namingOf(environment), 'lambda', `function:${transferFunctionName}`);
  return { account, region, taskArn, functionArn, vaultName: backupVaultNames[0] ?? '' };
}

/** A topic with its key and subscriptions. */
export async function readTopic(connections: Connections, arn: string): Promise<TopicEvidence> {
  const attributes = await topicAttributes(connections, arn);
  if (!attributes) return { arn, found: undefined };
  const keyName = attributes['KmsMasterKeyId'] || undefined;
  const [key, subscriptions] = await Promise.all([
    keyName === undefined ? undefined : readKey(connections, keyName),
    subscriptionsOf(connections, arn),
  ]);
  return { arn, found: { policy: attributes['Policy'] ?? '{}', keyName, key, subscriptions } };
}

/** A rule with its targets, and what AWS itself says of the events that it must match. */
export async function readRule(
  connections: Connections,
  rule: WatchedRule,
  place: Place,
): Promise<RuleEvidence> {
  const described = await describeRule(connections, rule.name);
  if (!described) return { ...rule, found: undefined };
  const { pattern } = described;
  const targets = await targetsOf(connections, rule.name);
  const awsMatches = await Promise.all(
    (pattern === undefined ? [] : rule.samples).map(async (sample) => [
      sample,
      await testPattern(connections, pattern ?? '', sampleEvent(sample, place)),
    ]),
  );
  return {
    ...rule,
    found: {
      ...described,
      targets: await Promise.all(targets.map((target) => readTarget(connections, target))),
      awsMatches: Object.fromEntries(awsMatches) as Record<string, boolean>,
    },
  };
}
