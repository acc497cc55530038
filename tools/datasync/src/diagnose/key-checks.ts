import { type Judgement, ownPoliciesAllow, roleFacts, type Wish } from '@strata/event-pattern';
import { TRANSFER_RIGHTS } from '@strata/naming';
import { type Check, deploy, given, line } from './check';
import type { ArchiveEvidence, BucketSettings, Evidence, KeyEvidence } from './evidence';
import { delegates, denies, resourceAllows } from './permissions';
import { type Reading, valueOf } from './reading';

/** Whether the key of the bucket is there, enabled, and the role may use it. None for a bucket without one. */
export function keyChecks(settings: BucketSettings, archive: ArchiveEvidence, evidence: Evidence): Check[] {
  const about = line('key', 'is enabled');
  return [
    ...given(about, settings.key, (key) => {
      if (key === undefined) return [];
      return given(about, key.found, (found) => {
        if (found === undefined) return about.fail(`there is no key ${key.name}`, deploy('backbone'));
        return [enabled(found), ...rights(found, archive, evidence)];
      });
    }),
  ];
}

function enabled({ arn, state }: KeyEvidence): Check {
  const about = line('key', 'is enabled');
  if (state === 'Enabled') return about.pass(arn);
  const fix =
    state === 'PendingDeletion'
      ? `Save it while it can be: aws kms cancel-key-deletion --key-id ${arn}, then enable it.`
      : `Enable it: aws kms enable-key --key-id ${arn}`;
  return about.fail(`${arn} is ${state}`, fix);
}

/**
 * The key's policy decides; what it leaves to the account, the role's own policies decide.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/determining-access.html
 */
function rights(key: KeyEvidence, { location, role }: ArchiveEvidence, evidence: Evidence): Check[] {
  const { account, region } = evidence;
  const { roleArn } = location;
  const facts = roleFacts(roleArn, account, region, {
    'kms:viaservice': `s3.${region}.amazonaws.com`,
    'kms:calleraccount': account,
  });
  const wishes = TRANSFER_RIGHTS.key.map((action): Wish => ({ action, resource: key.arn }));
  const policy = valueOf(key.policy);
  const isDirect = (wish: Wish) =>
    policy !== undefined && resourceAllows(policy, roleArn, wish, facts).allowed === 'yes';
  return [
    ...summed('key policy lets the role in', key.policy, wishes, (found, wish) => {
      const denial = denies(found, roleArn, wish, facts);
      if (denial.allowed !== 'no') return { ...denial, allowed: denial.allowed === 'yes' ? 'no' : 'unclear' };
      if (isDirect(wish)) return resourceAllows(found, roleArn, wish, facts);
      return delegates(found, roleArn, wish, facts);
    })(
      (why) => `the policy of ${key.arn}: ${why}`,
      `Let the account or ${roleArn} use it. ${deploy('backbone')}`,
    ),
    ...given(line('key', 'role may use it'), role, (present) =>
      present === undefined
        ? []
        : summed(
            'role may use it',
            { readable: true, value: present },
            wishes.filter((wish) => !isDirect(wish)),
            (found, wish) => ownPoliciesAllow(found, wish, facts),
          )(
            (why) => `${roleArn}: ${why}`,
            `Allow the role ${TRANSFER_RIGHTS.key.join(', ')} on ${key.arn}. ${deploy('backup')}`,
          ),
    ),
  ];
}

/** One check over several actions: the first that is refused, or else unclear, decides. */
function summed<T>(
  name: string,
  reading: Reading<T>,
  wishes: readonly Wish[],
  judge: (value: T, wish: Wish) => Judgement,
) {
  const about = line('key', name);
  return (words: (why: string) => string, fix: string): readonly Check[] =>
    given(about, reading, (value) => {
      const judged = wishes.map((wish) => ({ wish, ...judge(value, wish) }));
      const told = (allowed: Judgement['allowed']) =>
        judged
          .filter((one) => one.allowed === allowed)
          .map(({ wish, reason }) => `${wish.action} (${reason})`)
          .join(', ');
      if (told('no')) return about.fail(words(told('no')), fix);
      if (told('unclear')) return about.unknown(words(told('unclear')), 'Look into that condition by hand.');
      return about.pass(words(told('yes') || 'its policy lets it in by name'));
    });
}
