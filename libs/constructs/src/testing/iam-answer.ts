import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyStatement } from '../iam/policy';

/** A call as IAM sees it: who asks for what, on which resource, under which circumstances. */
export type Call = readonly [
  what: string,
  action: string,
  resource: string,
  context: Readonly<Record<string, string | string[]>>,
];

const ACCOUNT = '123456789012';

/** A key leaves it to IAM who may use it, as the platform's does. */
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
  ],
};

/**
 * What IAM says to a call of a role with these statements: `Allowed`, or how it is denied.
 *
 * @throws Error for a call or a policy that IAM does not know
 */
export async function answer(
  statements: readonly PolicyStatement[],
  [, action, resource, context]: Call,
): Promise<string> {
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/simulated`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { ...context },
      },
      identityPolicies: [{ name: 'inline', policy: { Version: '2012-10-17', Statement: statements } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(action.startsWith('kms:') ? { resourcePolicy: KEY_POLICY } : {}),
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  return result.overallResult;
}
