import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
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

  const managed = async (PolicyArn: string): Promise<Policy> => {
    const { Policy: about } = await iam.send(new GetPolicyCommand({ PolicyArn }), options);
    const VersionId = about?.DefaultVersionId ?? 'v1';
    const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }), options);
    return parsed(version.PolicyVersion?.Document);
  };
  const inline = async (PolicyName: string): Promise<Policy> => {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }), options);
    return parsed(PolicyDocument);
  };
  const read = async () => {
    const names: string[] = [];
    for await (const page of paginateListRolePolicies({ client: iam }, { RoleName }, options)) {
      names.push(...(page.PolicyNames ?? []));
    }
    const arns: string[] = [];
    for await (const page of paginateListAttachedRolePolicies({ client: iam }, { RoleName }, options)) {
      arns.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn));
    }
    const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      policies: await Promise.all([...names.map(inline), ...arns.map(managed)]),
      boundary: boundary === undefined ? undefined : await managed(boundary),
    };
  };
  const actions =
    'iam:ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies, GetPolicy and GetPolicyVersion';
  return map(await attemptedAlways(connections, actions, arn, read()), (policies) => ({
    arn,
    trust: parsed(role.AssumeRolePolicyDocument),
    ...policies,
  }));
}

/** IAM gives policies as URL-encoded JSON. */
function parsed(document: string | undefined): Policy {
  return document === undefined ? {} : (JSON.parse(decodeURIComponent(document)) as Policy);
}
