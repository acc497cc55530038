import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';

/** What `readRolePolicies` takes, for what is said when it is not allowed. */
export const ROLE_POLICY_ACTIONS =
  'iam:ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies, GetPolicy and GetPolicyVersion';

interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/** The policies of a role, its own and those attached to it, as JSON text. @throws errors of AWS as they come */
export async function readRolePolicies(
  iam: IAMClient,
  RoleName: string,
  options: CallOptions = {},
): Promise<string[]> {
  const inline = async (PolicyName: string): Promise<string> => {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }), options);
    return policyText(PolicyDocument);
  };
  const names: string[] = [];
  for await (const page of paginateListRolePolicies({ client: iam }, { RoleName }, options)) {
    names.push(...(page.PolicyNames ?? []));
  }
  const arns: string[] = [];
  for await (const page of paginateListAttachedRolePolicies({ client: iam }, { RoleName }, options)) {
    arns.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn));
  }
  return Promise.all([...names.map(inline), ...arns.map((arn) => readManagedPolicy(iam, arn, options))]);
}

/** The version of a managed policy that counts, as JSON text. @throws errors of AWS as they come */
export async function readManagedPolicy(
  iam: IAMClient,
  PolicyArn: string,
  options: CallOptions = {},
): Promise<string> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }), options);
  const VersionId = Policy?.DefaultVersionId ?? 'v1';
  const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }), options);
  return policyText(version.PolicyVersion?.Document);
}

/** IAM gives policies as URL-encoded JSON; without one, a policy that says nothing. */
export function policyText(document: string | undefined): string {
  return document === undefined ? '{}' : decodeURIComponent(document);
}
