import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CopySnapshotCommand,
  CreateSnapshotCommand,
  CreateVolumeCommand,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import { startLocalAws } from '@strata/local-aws-tool';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connections, openConnections } from '../gateway/connections';
import { ec2Tags } from '../gateway/ec2-records';
import { setTags } from '../gateway/tags';
import { TAG } from '../tags';
import { untilSettled } from '../wait/until-settled';

/** A local AWS for the integration tests of this tool, and what they put into it. */
export interface LiveAws {
  readonly connections: Connections;
  readonly endpoint: string;
  /** Makes a volume of 1 GiB that policy `default` selects; answers its id. */
  volume(tags?: Readonly<Record<string, string>>): Promise<string>;
  /** Makes a snapshot as a run of policy `default` in environment `test` does, and waits until it is through. */
  snapshot(volumeId: string, tags?: Readonly<Record<string, string>>): Promise<string>;
  /** Makes one that is still pending. */
  pendingSnapshot(volumeId: string): Promise<string>;
  /** Copies one to eu-west-1 as the policy does, of a source that was started then; waits until it is through. */
  copy(snapshotId: string, volumeId: string, sourceStart: string): Promise<string>;
  /** Makes an AMI of a snapshot; answers its id. */
  image(snapshotId: string): Promise<string>;
  /** Sets tags on anything of EC2's. */
  tag(id: string, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Names of the calls that were made so far, `EC2`'s and others', in order; without those that failed. */
  calls(): Promise<string[]>;
  stop(): Promise<void>;
}

/** The tags of a run of policy `default` in environment `test`. */
export const RUN_OF_DEFAULT = {
  Project: 'strata',
  Environment: 'test',
  [TAG.policy]: 'default',
  [TAG.run]: 'by-hand',
} as const;

/** How often a test looks whether snapshots are through. */
const LOOK = { firstMs: 50, longestMs: 200 };
const REGION = 'eu-central-1';
const COPY_REGION = 'eu-west-1';

/** Starts one on a free port, in a directory of its own. Snapshots of its volumes complete at once. */
export async function startLiveAws(): Promise<LiveAws> {
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-snapshots-'));
  const aws = await startLocalAws({ dataDir });
  const connections = openConnections({ region: REGION, endpoint: aws.endpoint }, { limits: 'none' });
  const { ec2 } = connections;

  const start = async (volumeId: string, tags: Readonly<Record<string, string>>): Promise<string> => {
    // Of two snapshots of the same millisecond neither is the newer.
    await sleep(2);
    const TagSpecifications = [{ ResourceType: 'snapshot' as const, Tags: ec2Tags(tags) }];
    const { SnapshotId = '' } = await ec2.send(
      new CreateSnapshotCommand({ VolumeId: volumeId, TagSpecifications }),
    );
    return SnapshotId;
  };
  return {
    connections,
    endpoint: aws.endpoint,
    async volume(tags = {}) {
      const all = { 'strata:snapshot': 'true', 'local-aws:snapshot-ms': '0', ...tags };
      const { VolumeId = '' } = await ec2.send(
        new CreateVolumeCommand({
          AvailabilityZone: `${REGION}a`,
          Size: 1,
          TagSpecifications: [{ ResourceType: 'volume', Tags: ec2Tags(all) }],
        }),
      );
      return VolumeId;
    },
    async snapshot(volumeId, tags = RUN_OF_DEFAULT) {
      const id = await start(volumeId, tags);
      await untilSettled(connections, [id], LOOK);
      return id;
    },
    pendingSnapshot: (volumeId) => start(volumeId, RUN_OF_DEFAULT),
    async copy(snapshotId, volumeId, sourceStart) {
      const there = connections.inRegion(COPY_REGION);
      const lineage = {
        [TAG.sourceVolume]: volumeId,
        [TAG.sourceStart]: sourceStart,
        [TAG.sourceRegion]: REGION,
      };
      const { SnapshotId = '' } = await there.ec2.send(
        new CopySnapshotCommand({
          SourceRegion: REGION,
          SourceSnapshotId: snapshotId,
          TagSpecifications: [{ ResourceType: 'snapshot', Tags: ec2Tags({ ...RUN_OF_DEFAULT, ...lineage }) }],
        }),
      );
      await untilSettled(there, [SnapshotId], LOOK);
      return SnapshotId;
    },
    async image(snapshotId) {
      const { ImageId = '' } = await ec2.send(
        new RegisterImageCommand({
          Name: `of-${snapshotId}`,
          RootDeviceName: '/dev/sda1',
          BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { SnapshotId: snapshotId } }],
        }),
      );
      return ImageId;
    },
    tag: (id, tags) => setTags(connections, [id], tags),
    async calls() {
      const lines = (await readFile(aws.requestLog, 'utf8')).trim().split('\n');
      const requests = lines.map((line) => JSON.parse(line) as { operation: string; status: number });
      return requests.filter(({ status }) => status === 200).map(({ operation }) => operation);
    },
    async stop() {
      connections.close();
      await aws.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
