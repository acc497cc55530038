import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { judge, type Policy, type Question } from '@strata/event-pattern';
import type { GatewayContext } from '../gateway/service';
import { loopback } from './loopback-client';

/** A role of moto's IAM, for services that work as one. Conditions are taken as met. */
export interface LocalRole {
  /** Whether a service may assume it. */
  trusts(principal: string): boolean;
  /** Whether its policies allow an action on a resource. */
  allows(action: string, resource: string): boolean;
}

/** Reads a role as it is now, by its ARN; undefined where there is none. */
export async function findRole(
  roleArn: string,
  context: Pick<GatewayContext, 'endpoint' | 'motoEndpoint'>,
): Promise<LocalRole | undefined> {
  const iam = new IAMClient(loopback(context, 'us-east-1', 'moto'));
  const RoleName = roleArn.split('/').at(-1) ?? '';
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName })).catch((error: Error) => {
      if (error.name !== 'NoSuchEntityException') throw error;
      return { Role: undefined };
    });
    if (Role === undefined) return undefined;
    const trust = document(Role.AssumeRolePolicyDocument);
    const Statement = (await policiesOf(iam, RoleName)).flatMap((policy) => policy.Statement ?? []);
    return {
      trusts: (principal) => allows(trust, { action: 'sts:AssumeRole', principal }),
      allows: (action, resource) => allows({ Statement }, { action, resource }),
    };
  } finally {
    iam.destroy();
  }
}

async function policiesOf(iam: IAMClient, RoleName: string): Promise<Policy[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const own = PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return document(PolicyDocument);
  });
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const attached = AttachedPolicies.map(async ({ PolicyArn }) => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const which = { PolicyArn, VersionId: Policy?.DefaultVersionId };
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand(which));
    return document(PolicyVersion?.Document);
  });
  return Promise.all([...own, ...attached]);
}

/** IAM sends documents URL-encoded. */
function document(text: string | undefined): Policy {
  return JSON.parse(decodeURIComponent(text ?? '{}')) as Policy;
}

function allows(policy: Policy, question: Question): boolean {
  return judge(policy, question, () => 'yes').allowed === 'yes';
}
