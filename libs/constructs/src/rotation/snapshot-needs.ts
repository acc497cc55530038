import { type NamingScope, regionalArn } from '@strata/naming';
import type { SnapshotNeeds } from './snapshot-access';

/** What of a snapshot policy decides the permissions that it needs: a policy of the configuration fits. */
export interface PolicyNeeds {
  readonly quiesceDocument?: string | undefined;
  /** @default false */
  readonly standby?: boolean | undefined;
  readonly copies: readonly {
    readonly region: string;
    /** Id or ARN of a key of that Region. */
    readonly kmsKeyId?: string | undefined;
  }[];
}

/** What all policies of an environment need together. */
export function snapshotNeeds(
  naming: NamingScope,
  keyArn: string,
  policies: readonly PolicyNeeds[],
): SnapshotNeeds {
  return {
    keyArn,
    quiesceDocuments: policies.flatMap(({ quiesceDocument }) => quiesceDocument ?? []),
    standby: policies.some(({ standby }) => standby),
    copies: policies.flatMap(({ copies }) =>
      copies.map(({ region, kmsKeyId: key }) =>
        key === undefined ? { region } : { region, keyArn: keyArnOf({ ...naming, region }, key) },
      ),
    ),
  };
}

function keyArnOf(naming: NamingScope, key: string): string {
  return key.startsWith('arn:') ? key : regionalArn(naming, 'kms', `key/${key}`);
}
