import {
  DescribeAccessPointsCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
} from '@aws-sdk/client-efs';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetBucketEncryptionCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { GatewayContext } from '../../gateway/service';
import { loopback } from '../loopback-client';
import type { FileUser } from './engine/file-user';
import { InvalidRequestException } from './errors';

/** What an EFS access point does to those who mount through it. */
export interface AccessPoint {
  readonly fileSystemId: string;
  readonly rootDirectory: string;
  /** Whom it makes of everybody. */
  readonly user?: FileUser;
}

/** What DataSync asks of the other services, in the emulator. One per request or run; cheap to make. */
export class Emulator {
  constructor(
    private readonly context: GatewayContext,
    private readonly region: string,
  ) {}

  get #config() {
    return loopback(this.context, this.region, 'moto');
  }

  async fileSystemExists(FileSystemId: string): Promise<boolean> {
    return exists(() => new EFSClient(this.#config).send(new DescribeFileSystemsCommand({ FileSystemId })));
  }

  /** An access point; `undefined` when there is none of that id. */
  async accessPoint(AccessPointId: string): Promise<AccessPoint | undefined> {
    const client = new EFSClient(this.#config);
    try {
      const { AccessPoints } = await client.send(new DescribeAccessPointsCommand({ AccessPointId }));
      const found = AccessPoints?.[0];
      const { Uid, Gid, SecondaryGids = [] } = found?.PosixUser ?? {};
      return (
        found && {
          fileSystemId: found.FileSystemId ?? '',
          rootDirectory: found.RootDirectory?.Path ?? '/',
          ...(Uid === undefined ? {} : { user: { uid: Uid, gids: [Gid ?? 0, ...SecondaryGids] } }),
        }
      );
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  /** Ids of the availability zones in which a file system has mount targets. */
  async mountTargetZones(FileSystemId: string): Promise<string[]> {
    const { MountTargets } = await new EFSClient(this.#config).send(
      new DescribeMountTargetsCommand({ FileSystemId }),
    );
    const subnets = (MountTargets ?? []).map((target) => target.SubnetId ?? '');
    return Promise.all(subnets.map(async (id) => (await this.subnetZone(id)) ?? ''));
  }

  /** `vpc/zone` of a subnet; `undefined` when there is no such subnet. */
  async subnetZone(subnetId: string): Promise<string | undefined> {
    try {
      const { Subnets } = await new EC2Client(this.#config).send(
        new DescribeSubnetsCommand({ SubnetIds: [subnetId] }),
      );
      const subnet = Subnets?.[0];
      return subnet && `${subnet.VpcId}/${subnet.AvailabilityZone}`;
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  async securityGroupsExist(GroupIds: string[]): Promise<boolean> {
    return exists(() => new EC2Client(this.#config).send(new DescribeSecurityGroupsCommand({ GroupIds })));
  }

  async bucketExists(Bucket: string): Promise<boolean> {
    const client = new S3Client({ ...this.#config, forcePathStyle: true });
    return exists(() => client.send(new HeadBucketCommand({ Bucket })));
  }

  /** The KMS key that a bucket encrypts with; `undefined` when it has none of its own. */
  async bucketKey(Bucket: string): Promise<string | undefined> {
    const client = new S3Client({ ...this.#config, forcePathStyle: true });
    try {
      const answer = await client.send(new GetBucketEncryptionCommand({ Bucket }));
      return answer.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
        ?.KMSMasterKeyID;
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  /**
   * Can DataSync assume the role: it exists, and its trust policy names `datasync.amazonaws.com`.
   * A plain query call: one call does not earn a whole IAM client.
   */
  async canAssume(roleName: string): Promise<boolean> {
    const answer = await fetch(this.context.motoEndpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `AWS4-HMAC-SHA256 Credential=local/20200101/${this.region}/iam/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: new URLSearchParams({ Action: 'GetRole', Version: '2010-05-08', RoleName: roleName }),
    });
    const text = await answer.text();
    const policy = /<AssumeRolePolicyDocument>([^<]*)</.exec(text)?.[1] ?? '';
    return answer.ok && decodeURIComponent(policy).includes('datasync.amazonaws.com');
  }
}

async function exists(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

/** Every "there is no such thing" of EFS, EC2 and S3, as against a failure to ask. */
function isAbsence(error: unknown): boolean {
  return /NotFound|NoSuch/.test((error as Error).name);
}

/** The words of AWS when a role cannot be assumed; Terraform's provider waits for propagation on them. */
export function cannotAssume(): InvalidRequestException {
  return new InvalidRequestException(
    'Unable to assume role. Reason: Access denied when calling sts:AssumeRole',
  );
}
