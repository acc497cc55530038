import { snapshotRecord } from '../gateway/ec2-records';
import { interner } from '../gateway/interner';
import type { SnapshotRecord } from '../model';
import { planPrune } from '../prune/plan';
import { snapshotTags } from '../tags';
import { aPolicy } from './policies';

/**
 * Plans 100,000 snapshots of 1,000 volumes in a process of its own and prints `{ milliseconds, memoryMiB, removed }`:
 * the time of the plan alone, the memory of everything.
 */
const SNAPSHOTS = 100_000;
const VOLUMES = 1000;

/** A text of its own, as one that was parsed out of an answer. */
const parsed = (text: string): string => JSON.parse(JSON.stringify(text)) as string;
const hex = (number: number): string => number.toString(16).padStart(17, '0');

function listed(nth: number): Parameters<typeof snapshotRecord>[0] {
  const run = Math.floor(nth / VOLUMES);
  const origin = {
    environment: 'test',
    policy: 'default',
    runId: `default-20260101T000000Z-${run.toString(16).padStart(6, '0')}`,
    volumeId: `vol-${hex(nth % VOLUMES)}`,
    instanceId: `i-${hex(nth % 250)}`,
    device: '/dev/sdf',
    consistency: 'crash' as const,
    expiry: 'keep 7 last, 30 daily',
  };
  const tags = snapshotTags(origin, {
    Name: `volume ${nth % VOLUMES}`,
    Owner: 'operations',
    CostCentre: 'backup',
  });
  return {
    SnapshotId: `snap-${hex(nth)}`,
    VolumeId: parsed(origin.volumeId),
    State: parsed('completed') as 'completed',
    StartTime: new Date(Date.UTC(2026, 0, 1, run)),
    Progress: '100%',
    VolumeSize: 8,
    Encrypted: true,
    KmsKeyId: parsed('arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012'),
    FullSnapshotSizeInBytes: nth,
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key: parsed(Key), Value: parsed(Value) })),
  };
}

const intern = interner();
const records: SnapshotRecord[] = [];
for (let nth = 0; nth < SNAPSHOTS; nth += 1) records.push(snapshotRecord(listed(nth), intern));
const policy = aPolicy({
  keep: { last: 7, daily: 30, weekly: 8, monthly: 12, tags: [] },
  maxRemove: { count: SNAPSHOTS, percent: 100 },
});
const startedAt = performance.now();
const { remove } = planPrune(records, { policy, region: 'eu-central-1', now: new Date('2026-12-01') });
const milliseconds = Math.round(performance.now() - startedAt);
const memoryMiB = Math.round(process.memoryUsage().rss / 2 ** 20);
process.stdout.write(`${JSON.stringify({ milliseconds, memoryMiB, removed: remove.length })}\n`);
