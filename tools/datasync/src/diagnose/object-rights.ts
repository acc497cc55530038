import { type Facts, ownPoliciesAllow, roleFacts, type Wish } from '@strata/event-pattern';
import { TRANSFER_RIGHTS } from '@strata/naming';
import { type Check, deploy, given, line } from './check';
import type { ArchiveEvidence, BucketSettings, Evidence, S3Location } from './evidence';
import { denies, resourceAllows } from './permissions';
import { valueOf } from './reading';

/** Whether the role of the S3 location may do all of it: by its own policies or the bucket's, and nothing denies it. */
export function objectRights(
  settings: BucketSettings,
  { location, role }: ArchiveEvidence,
  { account, region }: Evidence,
): Check[] {
  const found = valueOf(role);
  const policy = valueOf(settings.policy);
  const facts = roleFacts(location.roleArn, account, region);
  const wishes = wishesOf(location);
  const about = line('archive', 'role may use bucket and objects');
  const byPolicy = (wish: Wish) => policy && resourceAllows(policy, location.roleArn, wish, facts);
  const rights = given(about, role, (present) => {
    if (present === undefined) return [];
    const judged = wishes.map((wish) => {
      const judgements = [ownPoliciesAllow(present, wish, facts), byPolicy(wish)];
      const best = (['yes', 'unclear'] as const)
        .map((truth) => judgements.find((one) => one?.allowed === truth))
        .find((one) => one !== undefined);
      return { wish, ...(best ?? judgements[0] ?? { allowed: 'no' as const, reason: '' }) };
    });
    const lacking = judged.filter(({ allowed }) => allowed === 'no');
    if (lacking.length > 0) {
      const what = lacking.map(({ wish, reason }) => `${wish.action} (${reason})`).join(', ');
      const actions = lacking.map(({ wish }) => wish.action).join(', ');
      const on = [...new Set(lacking.map(({ wish }) => wish.resource))].join(' and ');
      return about.fail(
        `${present.arn} may not do ${what}`,
        `Allow the role ${actions} on ${on}. ${deploy('backup')}`,
      );
    }
    const unclear = judged.find(({ allowed }) => allowed === 'unclear');
    if (unclear) {
      return about.unknown(`${unclear.wish.action}: ${unclear.reason}`, 'Look into that condition by hand.');
    }
    return about.pass(
      `${present.arn} may do all ${wishes.length} actions on ${location.bucket}/${location.prefix}`,
    );
  });
  return [
    ...rights,
    ...(found === undefined && role.readable ? [] : denialCheck(settings, location, wishes, facts)),
  ];
}

function denialCheck(
  settings: BucketSettings,
  { roleArn }: S3Location,
  wishes: readonly Wish[],
  facts: Facts,
): readonly Check[] {
  const about = line('archive', 'bucket policy does not deny it');
  return given(about, settings.policy, (policy) => {
    if (policy === undefined) return about.pass('the bucket has no policy');
    const judged = wishes.map((wish) => ({ wish, ...denies(policy, roleArn, wish, facts) }));
    const denied = judged.filter(({ allowed }) => allowed === 'yes');
    if (denied.length > 0) {
      return about.fail(
        `the bucket policy: ${denied.map(({ wish, reason }) => `${wish.action} (${reason})`).join(', ')}`,
        `Except ${roleArn} from that statement, or take it out. ${deploy('storage')}`,
      );
    }
    const unclear = judged.find(({ allowed }) => allowed === 'unclear');
    return unclear
      ? about.unknown(`${unclear.wish.action}: ${unclear.reason}`, 'Look into that condition by hand.')
      : about.pass('no statement denies what DataSync does');
  });
}

function wishesOf({ bucket, prefix, roleArn }: S3Location): Wish[] {
  const [, partition = 'aws'] = roleArn.split(':');
  const arn = `arn:${partition}:s3:::${bucket}`;
  return [
    ...TRANSFER_RIGHTS.bucket.map((action) => ({ action, resource: arn })),
    ...TRANSFER_RIGHTS.objects.map((action) => ({ action, resource: `${arn}/${prefix}file` })),
  ];
}
