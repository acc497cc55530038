import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { startLocalAws } from '@strata/local-aws-tool';
import { type Connections, openConnections } from '../gateway/connections';
import { openObject } from '../gateway/get-object';
import { listObjects } from '../gateway/list-objects';

/** Contents by path. */
export type Tree = Readonly<Record<string, string>>;

/** A local AWS for the integration tests of this tool, with buckets and directories. */
export interface LiveS3 {
  readonly connections: Connections;
  readonly endpoint: string;
  readonly requestLog: string;
  /** Makes a bucket with versioning, or without; answers its name. */
  bucket(versioning?: 'Enabled' | 'Suspended' | 'never'): Promise<string>;
  /** Makes an empty directory that goes with this; answers its path. */
  directory(): Promise<string>;
  /** Contents of all objects of a bucket, by key. */
  contents(bucket: string, prefix?: string): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

/** Region of all that is made. */
const REGION = 'eu-central-1';

/** Starts one on a free port. */
export async function startLiveS3(): Promise<LiveS3> {
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-archive-'));
  const aws = await startLocalAws({ dataDir });
  const connections = openConnections({ region: REGION, endpoint: aws.endpoint });
  let made = 0;
  return {
    connections,
    endpoint: aws.endpoint,
    requestLog: aws.requestLog,
    async bucket(versioning = 'Enabled') {
      const name = `archive-${(made += 1)}-${process.pid}`;
      const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
      await connections.s3.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration }));
      if (versioning !== 'never') {
        const VersioningConfiguration = { Status: versioning };
        await connections.s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
      }
      return name;
    },
    directory: () => mkdtemp(join(dataDir, 'tree-')),
    async contents(bucket, prefix = '') {
      const found: Record<string, string> = {};
      for await (const page of listObjects(connections, { bucket, prefix })) {
        for (const { key } of page) {
          const { content } = await openObject(connections, { bucket, key });
          const chunks: Buffer[] = [];
          for await (const chunk of content) chunks.push(chunk as Buffer);
          found[key] = Buffer.concat(chunks).toString('latin1');
        }
      }
      return found;
    },
    async stop() {
      connections.close();
      await aws.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Writes files below a directory. Contents are bytes, as Latin-1. */
export async function writeTree(root: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content, 'latin1');
  }
}

/** Reads all files below a directory, those of broken-off downloads too. */
export async function readTree(root: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[path.slice(root.length + 1)] = await readFile(path, 'latin1');
  }
  return found;
}
