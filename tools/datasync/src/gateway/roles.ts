import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { policyText, readManagedPolicy, readRolePolicies, ROLE_POLICY_ACTIONS } from '@strata/aws';
import type { Policy } from '@strata/event-pattern';
import type { RoleEvidence } from '../diagnose/evidence';
import { known, type Reading } from '../diagnose/reading';
import { abortable } from './abortable';
import { attempted, attemptedAlways, map } from './attempted';
import type { Connections } from './connections';

/** A role with all its policies; undefined when there is none. */
export async function readRole(
  connections: Connections,
  arn: string,
  signal?: AbortSignal,
): Promise<Reading<RoleEvidence | undefined>> {
  const iam = connections.client(IAMClient);
  const options = abortable(signal);
  const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
  const call = iam.send(new GetRoleCommand({ RoleName }), options);
  const answer = await attempted(connections, 'iam:GetRole', arn, call, /^NoSuchEntity/);
  if (!answer.readable) return answer;
  const role = answer.value?.Role;
  if (role === undefined) return known(undefined);

  const read = async () => {
    const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      policies: (await readRolePolicies(iam, RoleName, options)).map(parsed),
      boundary: boundary === undefined ? undefined : parsed(await readManagedPolicy(iam, boundary, options)),
    };
  };
  return map(await attemptedAlways(connections, ROLE_POLICY_ACTIONS, arn, read()), (policies) => ({
    arn,
    trust: parsed(policyText(role.AssumeRolePolicyDocument)),
    ...policies,
  }));
}

function parsed(text: string): Policy {
  return JSON.parse(text) as Policy;
}
