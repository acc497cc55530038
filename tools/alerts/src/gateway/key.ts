import { DescribeKeyCommand, GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import type { KeyEvidence } from '../evidence';
import { ask, askFor, type Connections } from './connections';

/** The alias of the key that AWS manages for SNS. AWS makes the key at its first use. */
const AWS_MANAGED = /(^|:)alias\/aws\//;

/**
 * A key by id, ARN or alias; undefined when there is none. The policy of one that AWS manages is not read: it is
 * known to let no service in.
 */
export async function readKey({ kms }: Connections, name: string): Promise<KeyEvidence | undefined> {
  const managed = { arn: name, manager: 'AWS', state: 'Enabled', policy: '{}' } as const;
  if (AWS_MANAGED.test(name)) return managed;
  const described = await askFor(
    ['NotFoundException'],
    { action: 'kms:DescribeKey', resource: name },
    kms.send(new DescribeKeyCommand({ KeyId: name })),
  );
  if (!described?.KeyMetadata) return undefined;
  const { Arn: arn = name, KeyManager, KeyState: state = 'unknown' } = described.KeyMetadata;
  if (KeyManager === 'AWS') return { ...managed, arn };
  const { Policy: policy = '{}' } = await ask(
    { action: 'kms:GetKeyPolicy', resource: arn },
    kms.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' })),
  );
  return { arn, manager: 'CUSTOMER', state, policy };
}
