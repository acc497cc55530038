import {
  type Facts,
  judge,
  type Judgement,
  listOf,
  type Policy,
  readable,
  type Statement,
  type Wish,
} from '@strata/event-pattern';

const ALL: Statement = { Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' };

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
