import type { AwsProviderEndpoints } from '@cdktf/provider-aws/lib/provider';

/** The provider's names of the services that the layers use: each needs the endpoint of a local AWS. */
const SERVICES = [
  'autoscaling',
  'backup',
  'cloudwatch',
  'datasync',
  'ec2',
  'efs',
  'events',
  'iam',
  'kms',
  'lambda',
  'logs',
  's3',
  'scheduler',
  'sns',
  'sqs',
  'ssm',
  'sts',
] as const satisfies readonly (keyof AwsProviderEndpoints)[];

/** The provider's endpoint block that sends every service we use to one address. */
export function providerEndpoints(endpoint: string): AwsProviderEndpoints {
  return Object.fromEntries(SERVICES.map((service) => [service, endpoint]));
}
