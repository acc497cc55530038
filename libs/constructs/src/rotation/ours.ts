import { type NamingScope, PROJECT, regionalArn, RUN_TAGS, SNAPSHOT_POLICY_TAG } from '@strata/naming';
import type { PolicyStatement } from '../iam/policy';

/** The condition that a resource carries this environment's tags. */
export function taggedOurs(naming: NamingScope): Readonly<Record<string, string>> {
  return { 'aws:ResourceTag/Project': PROJECT, 'aws:ResourceTag/Environment': naming.environment };
}

/** The condition that a resource is made with this environment's tags. */
export function requestedOurs(naming: NamingScope): Readonly<Record<string, string>> {
  return { 'aws:RequestTag/Project': PROJECT, 'aws:RequestTag/Environment': naming.environment };
}

/** The ARNs of all snapshots in a Region: they have no account in them. */
export function anySnapshot(naming: NamingScope, region = naming.region): string {
  return regionalArn({ ...naming, region, account: '' }, 'ec2', 'snapshot/*');
}

/** Removal of what a policy made in one Region. A snapshot without both marks is someone else's, whoever asks. */
export function deletion(naming: NamingScope, region: string, sid: string): PolicyStatement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: 'ec2:DeleteSnapshot',
    Resource: anySnapshot(naming, region),
    Condition: {
      StringEquals: taggedOurs(naming),
      StringLike: { [`aws:ResourceTag/${SNAPSHOT_POLICY_TAG}`]: '?*' },
    },
  };
}

/** Keys of leases. */
export const LEASES = `${RUN_TAGS.leasePrefix}*`;
