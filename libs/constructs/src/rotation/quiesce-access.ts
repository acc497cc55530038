import { type NamingScope, PROJECT, regionalArn } from '@strata/naming';
import type { PolicyStatement } from '../iam/policy';

/** Running the documents that freeze and thaw, on this environment's instances; nothing where there are none. */
export function quiesceStatements(naming: NamingScope, documents: readonly string[]): PolicyStatement[] {
  if (documents.length === 0) return [];
  return [
    {
      Sid: 'FreezeByDocument',
      Effect: 'Allow',
      Action: 'ssm:SendCommand',
      Resource: [...new Set(documents)].map((name) => regionalArn(naming, 'ssm', `document/${name}`)),
    },
    {
      // https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html#tag-based-access
      Sid: 'FreezeOurs',
      Effect: 'Allow',
      Action: 'ssm:SendCommand',
      Resource: regionalArn(naming, 'ec2', 'instance/*'),
      Condition: {
        StringEquals: {
          'ssm:resourceTag/Project': PROJECT,
          'ssm:resourceTag/Environment': naming.environment,
        },
      },
    },
    {
      // A freeze that is too slow is called off before it is thawed.
      Sid: 'FollowFreezing',
      Effect: 'Allow',
      Action: ['ssm:DescribeInstanceInformation', 'ssm:GetCommandInvocation', 'ssm:CancelCommand'],
      // They know no resource-level permissions.
      Resource: '*',
    },
  ];
}
