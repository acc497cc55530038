import type { Facts } from './condition';
import { judge, type Judgement } from './judge';
import { listOf, type Policy } from './policy';

/** What a role wants to do. */
export interface Wish {
  readonly action: string;
  /** ARN. */
  readonly resource: string;
}

/** What a role may do of itself. */
export interface RolePolicies {
  /** Its own, and those attached to it. */
  readonly policies: readonly Policy[];
  /** What it may do at most. */
  readonly boundary: Policy | undefined;
}

/**
 * What is known of a request that is made with a role. Keys that are not here (a source address, a VPC
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

/** Several policies as one: what one denies, none allows. */
export function together(policies: readonly Policy[]): Policy {
  return { Statement: policies.flatMap(({ Statement }) => listOf(Statement)) };
}

/** Whether the role's own policies allow it: those attached to it, within its boundary. */
export function ownPoliciesAllow(role: RolePolicies, wish: Wish, facts: Facts): Judgement {
  const own = judge(together(role.policies), wish, facts);
  if (own.allowed === 'no' || role.boundary === undefined) return readable(own);
  const within = judge(role.boundary, wish, facts);
  return within.allowed === 'yes'
    ? readable(own)
    : { allowed: within.allowed, reason: `its boundary: ${readable(within).reason}` };
}

/** The evaluator speaks of principals; where it is always the role, it need not. */
export function readable({ allowed, reason }: Judgement): Judgement {
  return { allowed, reason: reason.replace(/^no statement allows .*$/, 'no statement allows it') };
}
