import {
  DescribeRuleCommand,
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import type { EventEnvelope } from '@strata/event-pattern';
import { ask, askFor, type Connections } from './connections';

/** A rule as EventBridge describes it. */
export interface RuleDescription {
  readonly arn: string;
  readonly isEnabled: boolean;
  readonly pattern: string | undefined;
}

/** A rule of the default bus; undefined when there is none of that name. */
export async function describeRule(
  { events }: Connections,
  name: string,
): Promise<RuleDescription | undefined> {
  const context = { action: 'events:DescribeRule', resource: name };
  const call = events.send(new DescribeRuleCommand({ Name: name }));
  const rule = await askFor(['ResourceNotFoundException'], context, call);
  if (!rule) return undefined;
  return {
    arn: rule.Arn ?? '',
    isEnabled: rule.State !== 'DISABLED',
    pattern: rule.EventPattern || undefined,
  };
}

/** All targets of a rule. */
export async function targetsOf({ events }: Connections, rule: string): Promise<Target[]> {
  const targets: Target[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask(
      { action: 'events:ListTargetsByRule', resource: rule },
      events.send(new ListTargetsByRuleCommand({ Rule: rule, NextToken })),
    );
    targets.push(...(page.Targets ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return targets;
}

/** Names of the rules that have this target. */
export async function rulesWithTarget({ events }: Connections, targetArn: string): Promise<string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask(
      { action: 'events:ListRuleNamesByTarget', resource: targetArn },
      events.send(new ListRuleNamesByTargetCommand({ TargetArn: targetArn, NextToken })),
    );
    names.push(...(page.RuleNames ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
}

/** Whether AWS itself sees a match. */
export async function testPattern(
  { events }: Connections,
  pattern: string,
  event: EventEnvelope,
): Promise<boolean> {
  const answer = await ask(
    { action: 'events:TestEventPattern' },
    events.send(new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(event) })),
  );
  return answer.Result ?? false;
}
