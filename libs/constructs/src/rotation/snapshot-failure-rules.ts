import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { type NamingScope, resourceName, TEST_EVENT_SOURCE, withEnvironment } from '@strata/naming';
import { Construct } from 'constructs';
import { messageTemplate } from '../notification/message-template';
import type { AlertTopic } from '../notification/alert-topic';

export interface SnapshotFailureRulesProps {
  readonly naming: NamingScope;
  readonly topic: AlertTopic;
}

/** What AWS says of one snapshot: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-cloud-watch-events.html */
export const SNAPSHOT_FAILED_PATTERN = {
  source: ['aws.ec2', TEST_EVENT_SOURCE],
  'detail-type': ['EBS Snapshot Notification'],
  detail: { event: ['createSnapshot', 'copySnapshot'], result: ['failed'] },
} as const;

/**
 * What AWS says of a multi-volume set. A set of which only some snapshots failed is no consistent set either, so one
 * that is in error is enough, whatever the result of the whole.
 */
export const SNAPSHOT_SET_FAILED_PATTERN = {
  source: ['aws.ec2', TEST_EVENT_SOURCE],
  'detail-type': ['EBS Multi-Volume Snapshots Completion Status'],
  detail: { $or: [{ result: ['failed'] }, { snapshots: { status: ['error'] } }] },
} as const;

/** A template has no conditions: who sent the event says whether it is a test. */
const TOLD_BY = 'From <source> (strata.test: a TEST, nothing failed)';

/** Tells the topic, in words, of snapshots and multi-volume sets that failed, whoever asked for them. */
export class SnapshotFailureRules extends Construct {
  /** The rules by what they watch. */
  readonly rules: Readonly<Record<'single' | 'set', CloudwatchEventRule>>;

  constructor(scope: Construct, id: string, { naming, topic }: SnapshotFailureRulesProps) {
    super(scope, id);
    const place = {
      source: '$.source',
      time: '$.time',
      region: '$.region',
      account: '$.account',
      cause: '$.detail.cause',
    };
    this.rules = {
      single: this.rule('single', naming, topic, {
        purpose: 'snapshot-failed',
        description: 'Snapshots that could not be made or copied',
        pattern: SNAPSHOT_FAILED_PATTERN,
        inputPaths: {
          ...place,
          event: '$.detail.event',
          snapshot: '$.detail.snapshot_id',
          volume: '$.detail.source',
        },
        lines: [
          `EBS snapshot failed (<event>) in the Region of environment ${naming.environment}`,
          TOLD_BY,
          'Snapshot: <snapshot>',
          'Source: <volume>',
          'Cause: <cause>',
          'Time: <time>',
          'Account: <account>, Region <region>',
          'It counts for nothing: the snapshots before it stay. What to do: strata snapshots status',
        ],
      }),
      set: this.rule('set', naming, topic, {
        purpose: 'snapshot-set-failed',
        description: 'Multi-volume snapshots of which at least one failed',
        pattern: SNAPSHOT_SET_FAILED_PATTERN,
        inputPaths: {
          ...place,
          result: '$.detail.result',
          // One is enough to find the others by their run; the list itself would be JSON within a sentence.
          first: '$.detail.snapshots[0].snapshot_id',
        },
        lines: [
          `EBS multi-volume snapshots failed (<result>) in the Region of environment ${naming.environment}`,
          TOLD_BY,
          'First snapshot of the set: <first>',
          'Cause: <cause>',
          'Time: <time>',
          'Account: <account>, Region <region>',
          'The set is not consistent. What to do: strata snapshots status, then strata snapshots resume',
        ],
      }),
    };
  }

  private rule(id: string, naming: NamingScope, topic: AlertTopic, of: FailureRule): CloudwatchEventRule {
    const rule = new CloudwatchEventRule(this, id, {
      name: resourceName(naming, of.purpose, 64),
      description: of.description,
      eventPattern: JSON.stringify(of.pattern),
    });
    const lines = of.lines.map((line) => withEnvironment(line, naming.environment));
    new CloudwatchEventTarget(this, `${id}-target`, {
      rule: rule.name,
      targetId: 'alert-topic',
      arn: topic.topic.arn,
      inputTransformer: { inputPaths: { ...of.inputPaths }, inputTemplate: messageTemplate(lines) },
      dependsOn: [topic.policy],
    });
    return rule;
  }
}

/** One rule: what it matches and what it says. */
interface FailureRule {
  readonly purpose: string;
  readonly description: string;
  readonly pattern: object;
  readonly inputPaths: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}
