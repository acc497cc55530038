import type { NamingScope } from '@strata/naming';
import type { PolicyStatement } from '../iam/policy';
import { anySnapshot, deletion, requestedOurs } from './ours';

/** A Region that snapshots are copied to. */
export interface CopyDestination {
  readonly region: string;
  /** The key of that Region that encrypts the copies. @default - the Region's key for EBS, whose own policy allows it */
  readonly keyArn?: string;
}

/**
 * What copying to other Regions needs; nothing where there are none. The call is made in the destination, and asks for
 * permission on the source and on the copy: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html
 */
export function copyStatements(
  naming: NamingScope,
  keyArn: string,
  destinations: readonly CopyDestination[],
): PolicyStatement[] {
  const regions = [...new Set(destinations.map(({ region }) => region))].sort();
  if (regions.length === 0) return [];
  const copies = regions.map((region) => anySnapshot(naming, region));
  const keys = destinations.flatMap((destination) => destination.keyArn ?? []);
  return [
    {
      Sid: 'CopyFromHere',
      Effect: 'Allow',
      Action: 'ec2:CopySnapshot',
      // CopySnapshot knows no condition on the tags of its source.
      Resource: anySnapshot(naming),
      Condition: { StringEquals: { 'ec2:Owner': naming.account } },
    },
    {
      Sid: 'MakeTaggedCopies',
      Effect: 'Allow',
      Action: 'ec2:CopySnapshot',
      Resource: copies,
      Condition: { StringEquals: requestedOurs(naming) },
    },
    {
      Sid: 'TagCopiesAtCreation',
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: copies,
      Condition: { StringEquals: { 'ec2:CreateAction': 'CopySnapshot' } },
    },
    ...regions.map((region) => deletion(naming, region, `DeleteCopies${sidPart(region)}`)),
    ...keyStatements([keyArn, ...new Set(keys)], [naming.region, ...regions]),
  ];
}

/** Use of the keys of both ends, through EC2 only: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html#copy-snapshot-permissions */
function keyStatements(keyArns: readonly string[], regions: readonly string[]): PolicyStatement[] {
  const throughEc2 = { 'kms:ViaService': regions.map((region) => `ec2.${region}.amazonaws.com`) };
  return [
    {
      Sid: 'EncryptCopies',
      Effect: 'Allow',
      Action: [
        'kms:DescribeKey',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKeyWithoutPlaintext',
      ],
      Resource: keyArns,
      Condition: { StringEquals: throughEc2 },
    },
    {
      Sid: 'LetEc2UseKeysForCopies',
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource: keyArns,
      Condition: { StringEquals: throughEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

/** A Region as part of a statement's id, which takes letters and digits only: `eu-west-1` → `EuWest1`. */
function sidPart(region: string): string {
  return region.replace(/(^|-)(\w)/g, (_match, _dash, first: string) => first.toUpperCase());
}
