import { judge, together } from '@strata/event-pattern';
import { type Check, deploy, given, line } from './check';
import type { Evidence } from './evidence';
import { DATASYNC, serviceFacts } from './permissions';

/** Source: https://docs.aws.amazon.com/datasync/latest/userguide/configure-logging.html */
const ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const;

/** Whether the log group of the task is there, and DataSync may write to it. */
export function logChecks({ log, account, task }: Evidence): Check[] {
  if (log === undefined) return [];
  const exists = line('log', 'group exists');
  const about = line('log', 'DataSync may write to it');
  return [
    ...given(exists, log.exists, (found) =>
      found
        ? exists.pass(log.groupArn)
        : exists.fail(`there is no log group ${log.groupArn}`, deploy('backup')),
    ),
    ...given(about, log.policies, (policies) => {
      // Policies end in `log-group:NAME:*`, which holds its streams.
      const resource = `${log.groupArn.replace(/:\*$/, '')}:log-stream:any`;
      const judged = ACTIONS.map((action) => ({
        action,
        ...judge(
          together(policies),
          { action, principal: DATASYNC, resource },
          serviceFacts(account, task.arn),
        ),
      }));
      const told = (allowed: string) =>
        judged
          .filter((one) => one.allowed === allowed)
          .map(({ action, reason }) => `${action} (${reason})`)
          .join(', ');
      if (told('no')) {
        return about.fail(
          `resource policies of CloudWatch Logs: ${told('no')}`,
          `Let ${DATASYNC} do ${ACTIONS.join(' and ')} on ${log.groupArn}:*. ${deploy('backup')}`,
        );
      }
      return told('unclear')
        ? about.unknown(told('unclear'), 'Look into that condition by hand.')
        : about.pass(told('yes'));
    }),
  ];
}
