import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { policyDocument, type PolicyStatement, trustPolicy } from './policy';

export interface ServiceRoleProps {
  readonly naming: NamingScope;
  /** Last part of the role's name. */
  readonly purpose: string;
  /** Service principal that may assume the role, e.g. `ec2.amazonaws.com`. */
  readonly service: string;
  /** What the role may do: each action and resource named. */
  readonly statements: readonly PolicyStatement[];
  /**
   * Refuses other accounts' resources as the caller (the confused deputy).
   * @default - any resource of the service
   */
  readonly sourceAccount?: string;
  /** Refuses every other caller of that account as well. @default - any of the account's resources */
  readonly sourceArn?: string;
  /** ARNs of AWS managed policies. @default - none */
  readonly managedPolicyArns?: readonly string[];
  /** Makes an instance profile as well. @default false */
  readonly instanceProfile?: boolean;
}

/** A role for one service with one inline policy: the exact actions it needs. */
export class ServiceRole extends Construct {
  readonly role: IamRole;
  readonly policy: IamRolePolicy;
  readonly instanceProfile: IamInstanceProfile | undefined;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const name = resourceName(props.naming, props.purpose, 64);
    const source = {
      ...(props.sourceAccount ? { 'aws:SourceAccount': props.sourceAccount } : {}),
      ...(props.sourceArn ? { 'aws:SourceArn': props.sourceArn } : {}),
    };
    this.role = new IamRole(this, 'role', {
      name,
      assumeRolePolicy: trustPolicy(
        props.service,
        Object.keys(source).length > 0 ? { StringEquals: source } : undefined,
      ),
    });
    this.policy = new IamRolePolicy(this, 'policy', {
      name: props.purpose,
      role: this.role.id,
      policy: policyDocument(props.statements),
    });
    for (const [index, policyArn] of (props.managedPolicyArns ?? []).entries()) {
      new IamRolePolicyAttachment(this, `managed-${index}`, { role: this.role.name, policyArn });
    }
    this.instanceProfile = props.instanceProfile
      ? new IamInstanceProfile(this, 'profile', { name, role: this.role.name })
      : undefined;
  }
}
