import { judge } from '@strata/event-pattern';
import { type Area, type Check, deploy, given, line } from './check';
import type { Evidence, RoleEvidence } from './evidence';
import { DATASYNC, serviceFacts } from './permissions';
import type { Reading } from './reading';

/**
 * Whether DataSync may assume the role of a location. It says for which account and location it asks.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function trustCheck(
  area: Area,
  role: Reading<RoleEvidence | undefined>,
  location: { readonly arn: string; readonly roleArn: string | undefined },
  { account }: Evidence,
): readonly Check[] {
  const about = line(area, 'role may be assumed by DataSync');
  const roleArn = location.roleArn ?? '';
  return given(about, role, (found) => {
    if (found === undefined) return about.fail(`there is no role ${roleArn}`, deploy('backup'));
    const question = { action: 'sts:AssumeRole', principal: DATASYNC };
    const { allowed, reason } = judge(found.trust, question, serviceFacts(account, location.arn));
    const why = `trust policy of ${roleArn}: ${reason}`;
    if (allowed === 'yes') return about.pass(why);
    if (allowed === 'unclear') return about.unknown(why, 'Look into that condition by hand.');
    return about.fail(
      why,
      `Let ${DATASYNC} do sts:AssumeRole with aws:SourceAccount ${account} and aws:SourceArn ${location.arn}. ${deploy('backup')}`,
    );
  });
}
