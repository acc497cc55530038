import {
  type Facts,
  judge,
  type Judgement,
  listOf,
  type Policy,
  type Statement,
} from '@strata/event-pattern';
import type { RoleEvidence } from './evidence';

/** What a role wants to do. */
export interface Wish {
  readonly action: string;
  /** ARN. */
  readonly resource: string;
}

const ALL: Statement = { Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' };

/**
 * What is known of a request that DataSync makes with a role. Keys that are not here (a source address, a VPC
 * endpoint) are not known: what depends on them stays unclear.
 */
export function roleFacts(roleArn: string, account: string, region: string, more: Facts = {}): Facts {
  return {
    'aws:principalarn': roleArn,
    'aws:principalaccount': account,
    'aws:principaltype': 'AssumedRole',
    'aws:principalisawsservice': 'false',
    'aws:principalservicename': null,
    'aws:resourceaccount': account,
    's3:resourceaccount': account,
    'aws:requestedregion': region,
    'aws:securetransport': 'true',
    'aws:sourceaccount': null,
    'aws:sourcearn': null,
    'aws:viaawsservice': 'false',
    ...more,
  };
}

/** What is known of DataSync as it acts in its own name, on behalf of a location or a task. */
export function serviceFacts(account: string, sourceArn: string): Facts {
  return {
    'aws:sourceaccount': account,
    'aws:sourcearn': sourceArn,
    'aws:principalservicename': 'datasync.amazonaws.com',
    'aws:principalisawsservice': 'true',
    'aws:securetransport': 'true',
    'sts:externalid': null,
  };
}

/** The service principal of DataSync. */
export const DATASYNC = 'datasync.amazonaws.com';

/** Several policies as one: what one denies, none allows. */
export function together(policies: readonly Policy[]): Policy {
  return { Statement: policies.flatMap(({ Statement }) => listOf(Statement)) };
}

/** Whether the role's own policies allow it: those attached to it, within its boundary. */
export function ownPoliciesAllow(role: RoleEvidence, wish: Wish, facts: Facts): Judgement {
  const own = judge(together(role.policies), wish, facts);
  if (own.allowed === 'no' || role.boundary === undefined) return readable(own);
  const within = judge(role.boundary, wish, facts);
  return within.allowed === 'yes'
    ? readable(own)
    : { allowed: within.allowed, reason: `its boundary: ${readable(within).reason}` };
}

/** Whether a resource's policy allows it to the role by itself. What it allows to the account does not count. */
export function resourceAllows(policy: Policy, roleArn: string, wish: Wish, facts: Facts): Judgement {
  return readable(judge({ Statement: naming(policy, [roleArn, '*']) }, wish, facts));
}

/** Whether a resource's policy leaves it to the account's own policies: it allows it to the account. */
export function delegates(policy: Policy, roleArn: string, wish: Wish, facts: Facts): Judgement {
  return readable(judge({ Statement: naming(policy, accountOf(roleArn)) }, wish, facts));
}

/** Whether a policy denies it, and by what: `no` when nothing does. */
export function denies(policy: Policy, roleArn: string, wish: Wish, facts: Facts): Judgement {
  const about = naming(policy, [roleArn, '*', ...accountOf(roleArn)]);
  const denials = about.filter(({ Effect }) => Effect === 'Deny');
  const { allowed, reason } = judge({ Statement: [ALL, ...denials] }, wish, facts);
  return { allowed: allowed === 'yes' ? 'no' : allowed === 'no' ? 'yes' : 'unclear', reason };
}

/** The statements about one of these principals. They come out without it: the question is put to each alike. */
function naming({ Statement }: Policy, principals: readonly string[]): Statement[] {
  return listOf(Statement)
    .filter(({ Principal, NotPrincipal }) =>
      NotPrincipal === undefined
        ? principalsOf(Principal).some((one) => principals.includes(one))
        : !principalsOf(NotPrincipal).some((one) => principals.includes(one)),
    )
    .map(({ Principal: _, NotPrincipal: __, ...rest }) => rest);
}

function principalsOf(stated: Statement['Principal']): readonly string[] {
  return typeof stated === 'object' ? listOf(stated.AWS) : listOf(stated);
}

/** The account in the two forms that a policy may name it by. */
function accountOf(roleArn: string): string[] {
  const [, partition = 'aws', , , account = ''] = roleArn.split(':');
  return [account, `arn:${partition}:iam::${account}:root`];
}

/** The evaluator speaks of principals; here it is always the role. */
function readable({ allowed, reason }: Judgement): Judgement {
  return { allowed, reason: reason.replace(/^no statement allows .*$/, 'no statement allows it') };
}
