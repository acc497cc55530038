import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';

const POLICY = 'restore';

/**
 * Makes a role with nothing but what RESTORE.md says that Batch Operations needs; answers its ARN.
 *
 * @param objects that may be restored, as `bucket/key` with stars
 */
export async function makeBatchRole(
  endpoint: string,
  RoleName: string,
  objects: readonly string[] = ['*'],
): Promise<string> {
  const restore = {
    Effect: 'Allow',
    Action: [
      ...['s3:GetObjectVersion', 's3:GetObjectVersionTagging', 's3:RestoreObject'],
      ...['s3:PutObject', 's3:PutObjectTagging'],
    ],
    Resource: objects.map((pattern) => `arn:aws:s3:::${pattern}`),
  };
  const own = {
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: 'arn:aws:s3:::*/.strata/batch/*',
  };
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'batchoperations.s3.amazonaws.com' },
  };
  const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  return withIam(endpoint, async (iam) => {
    const AssumeRolePolicyDocument = document(trust);
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyDocument = document(restore, own);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: POLICY, PolicyDocument }));
    return Role?.Arn ?? '';
  });
}

/** Takes it away again. */
export function deleteBatchRole(endpoint: string, RoleName: string): Promise<void> {
  return withIam(endpoint, async (iam) => {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: POLICY }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  });
}

async function withIam<T>(endpoint: string, work: (iam: IAMClient) => Promise<T>): Promise<T> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const iam = new IAMClient({ endpoint, region: 'eu-central-1', credentials });
  try {
    return await work(iam);
  } finally {
    iam.destroy();
  }
}
