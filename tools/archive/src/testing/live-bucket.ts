import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { startLocalAws, type UnkindOptions } from '@strata/local-aws-tool';
import { setTimeout as delay } from 'node:timers/promises';
import { type Connections, openConnections } from '../gateway/connections';
import { listObjects } from '../gateway/list-objects';

/** A bucket of a local AWS. */
export interface LiveBucket {
  readonly name: string;
  put(
    key: string,
    content: string | Buffer,
    more?: Partial<PutObjectCommandInput>,
  ): Promise<string | undefined>;
  delete(key: string): Promise<void>;
  versioning(status: 'Enabled' | 'Suspended'): Promise<void>;
  /** Content by key, as it is now, without Strata's own. */
  tree(): Promise<Record<string, string>>;
  /** Ids of the restores that wrote a journal into it. */
  runs(): Promise<string[]>;
}

/** A local AWS for the integration tests of versions and restores. */
export interface LiveS3 {
  readonly connections: Connections;
  readonly endpoint: string;
  /** A directory that is removed in the end. */
  readonly directory: string;
  /** Makes a bucket; it has versions, and no SSE-KMS by default, unless told otherwise. */
  bucket(options?: { readonly versioned?: boolean; readonly encrypted?: boolean }): Promise<LiveBucket>;
  /** Waits until the next second, in which nothing has been dated yet; answers the one that is over. */
  secondIsOver(): Promise<Date>;
  stop(): Promise<void>;
}

/** Starts one on a free port. */
export async function startLiveS3(unkind?: UnkindOptions): Promise<LiveS3> {
  const directory = await mkdtemp(join(tmpdir(), 'strata-archive-'));
  const aws = await startLocalAws({
    dataDir: join(directory, 'aws'),
    ...(unkind === undefined ? {} : { unkind }),
  });
  const connections = openConnections({ region: 'eu-central-1', endpoint: aws.endpoint });
  const { s3 } = connections;
  let buckets = 0;
  return {
    connections,
    endpoint: aws.endpoint,
    directory,
    async bucket({ versioned = true, encrypted = false } = {}) {
      buckets += 1;
      const Bucket = `versions-${buckets}`;
      const CreateBucketConfiguration = { LocationConstraint: 'eu-central-1' as const };
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
      const versioning = async (Status: 'Enabled' | 'Suspended') => {
        await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
      };
      if (versioned) await versioning('Enabled');
      if (encrypted) await encryptByDefault(connections, Bucket);
      return {
        name: Bucket,
        versioning,
        async put(Key, content, more = {}) {
          // Of an empty text the SDK does not know the length.
          const Body = Buffer.from(content);
          return (await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))).VersionId;
        },
        async delete(Key) {
          await s3.send(new DeleteObjectCommand({ Bucket, Key }));
        },
        async tree() {
          const found: Record<string, string> = {};
          for await (const page of listObjects(connections, { bucket: Bucket })) {
            for (const { key } of page.filter((object) => !object.key.startsWith('.strata/'))) {
              const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
              found[key] = (await Body?.transformToString()) ?? '';
            }
          }
          return found;
        },
        async runs() {
          const found: string[] = [];
          for await (const page of listObjects(connections, { bucket: Bucket, prefix: '.strata/journal/' }))
            found.push(
              ...page.flatMap(({ key }) => /^\.strata\/journal\/([^/]+)\.jsonl$/.exec(key)?.[1] ?? []),
            );
          return found;
        },
      };
    },
    async secondIsOver() {
      const now = Date.now();
      const over = Math.floor(now / 1000) * 1000;
      await delay(over + 1010 - now);
      return new Date(over);
    },
    async stop() {
      connections.close();
      await aws.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** With SSE-KMS and a Bucket Key, as the archive bucket is. */
async function encryptByDefault({ s3 }: Connections, Bucket: string): Promise<void> {
  const key = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/archive' } as const;
  const Rules = [{ ApplyServerSideEncryptionByDefault: key, BucketKeyEnabled: true }];
  const ServerSideEncryptionConfiguration = { Rules };
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
}
