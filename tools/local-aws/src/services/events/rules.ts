import type { EventBridgeClient, Target } from '@aws-sdk/client-eventbridge';
import { ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';

/** An enabled rule with a pattern. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly pattern: string;
}

/** Enabled rules of a bus that have an event pattern; schedules and disabled rules are left out. */
export async function enabledRules(client: EventBridgeClient, EventBusName: string): Promise<Rule[]> {
  const rules: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ EventBusName, NextToken }));
    for (const { Name, Arn, EventPattern, State } of page.Rules ?? []) {
      if (!EventPattern || State === 'DISABLED') continue;
      rules.push({ name: Name ?? '', arn: Arn ?? '', pattern: EventPattern });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rules;
}

/** All targets of a rule. */
export async function targetsOf(
  client: EventBridgeClient,
  EventBusName: string,
  rule: Rule,
): Promise<Target[]> {
  const targets: Target[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListTargetsByRuleCommand({ EventBusName, Rule: rule.name, NextToken }),
    );
    targets.push(...(page.Targets ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return targets;
}
