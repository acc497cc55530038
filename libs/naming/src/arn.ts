import type { NamingScope } from './names';

/** The partition of a Region: China and GovCloud have their own. */
export function partitionOf(region: string): 'aws' | 'aws-cn' | 'aws-us-gov' {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** `arn:<partition>:<service>:<region>:<account>:<resource>` in the scope's account and Region. */
export function regionalArn(scope: NamingScope, service: string, resource: string): string {
  return `arn:${partitionOf(scope.region)}:${service}:${scope.region}:${scope.account}:${resource}`;
}

/** The ARN of something that has no Region, such as an IAM role: `arn:<partition>:<service>::<account>:<resource>`. */
export function globalArn(scope: NamingScope, service: string, resource: string): string {
  return `arn:${partitionOf(scope.region)}:${service}::${scope.account}:${resource}`;
}

/** The ARN of a bucket, or of what lies in it: `arn:<partition>:s3:::<bucket>/<keys>`. */
export function bucketArn(scope: Pick<NamingScope, 'region'>, bucket: string, keys?: string): string {
  return `arn:${partitionOf(scope.region)}:s3:::${bucket}${keys === undefined ? '' : `/${keys}`}`;
}

/** An AWS managed policy, e.g. `service-role/AWSBackupServiceRolePolicyForBackup`. */
export function managedPolicyArn(scope: NamingScope, path: string): string {
  return `arn:${partitionOf(scope.region)}:iam::aws:policy/${path}`;
}
