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
import type { GatewayContext } from '../../gateway/service';
import { loopback } from '../loopback-client';

/** The role of a schedule cannot be assumed by the scheduler, or may not do what the schedule asks. */
export class RoleRefusal extends Error {
  override readonly name = 'AccessDeniedException';
  readonly exitCode = 1;
}

const PRINCIPAL = 'scheduler.amazonaws.com';

/** What a role must be allowed, by the target's service. */
const ACTIONS: Readonly<Record<string, string>> = {
  lambda: 'lambda:InvokeFunction',
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
};

/**
 * A schedule acts by its role, not by the target's policy. Conditions are taken as met.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
 *
 * @throws RoleRefusal
 */
export async function assertRoleMayReach(
  roleArn: string,
  targetArn: string,
  context: GatewayContext,
): Promise<void> {
  const iam = new IAMClient(loopback(context, 'us-east-1', 'moto'));
  const RoleName = roleArn.split('/').at(-1) ?? '';
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName })).catch((error: Error) => {
      if (error.name !== 'NoSuchEntityException') throw error;
      return { Role: undefined };
    });
    const trust = document(Role?.AssumeRolePolicyDocument);
    if (!allows(trust, { action: 'sts:AssumeRole', principal: PRINCIPAL })) {
      throw new RoleRefusal(`The role ${roleArn} is not there, or does not let ${PRINCIPAL} assume it.`);
    }
    const action = ACTIONS[targetArn.split(':')[2] ?? ''];
    if (action === undefined) return;
    const Statement = (await policiesOf(iam, RoleName)).flatMap((policy) => policy.Statement ?? []);
    if (!allows({ Statement }, { action, resource: targetArn })) {
      throw new RoleRefusal(
        `The role ${roleArn} is not authorized to perform: ${action} on resource: ${targetArn}`,
      );
    }
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

/** Conditions are taken as met. */
function allows(policy: Policy, question: Question): boolean {
  return judge(policy, question, () => 'yes').allowed === 'yes';
}
