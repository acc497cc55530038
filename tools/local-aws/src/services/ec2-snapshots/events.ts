import type { EmittedEvent } from '../events/event-bus';
import { snapshotArn, stateOf, type Snapshot } from './model';

/**
 * The events of EBS snapshots, as they stand in
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-cloud-watch-events.html#snapshot-events
 */

/** `EBS Snapshot Notification` for a snapshot that has ended. */
export function snapshotEvent(
  snapshot: Snapshot,
  event: 'createSnapshot' | 'copySnapshot',
  source: string,
  incremental = false,
): EmittedEvent {
  const arn = snapshotArn(snapshot.region, snapshot.id);
  const succeeded = snapshot.life.result === 'completed';
  return {
    source: 'aws.ec2',
    detailType: 'EBS Snapshot Notification',
    region: snapshot.region,
    resources: [arn],
    detail: {
      event,
      result: succeeded ? 'succeeded' : 'failed',
      cause: succeeded ? '' : (snapshot.life.stateMessage ?? ''),
      'request-id': '',
      snapshot_id: arn,
      source,
      ...times([snapshot]),
      ...(event === 'copySnapshot' && succeeded && { Incremental: String(incremental) }),
    },
  };
}

/** `EBS Multi-Volume Snapshots Completion Status` for a set of which all have ended. */
export function snapshotSetEvent(set: readonly Snapshot[]): EmittedEvent {
  const failed = set.find(({ life }) => life.result === 'error');
  return {
    source: 'aws.ec2',
    detailType: 'EBS Multi-Volume Snapshots Completion Status',
    region: set[0]?.region ?? '',
    resources: set.map(({ region, id }) => setArn(region, 'snapshot', id)),
    detail: {
      event: 'createSnapshots',
      result: failed ? 'failed' : 'succeeded',
      cause: failed ? `Snapshot ${failed.id} is in status error` : '',
      'request-id': '',
      ...times(set),
      snapshots: set.map((snapshot) => ({
        snapshot_id: setArn(snapshot.region, 'snapshot', snapshot.id),
        source: setArn(snapshot.region, 'volume', snapshot.volumeId),
        status: stateOf(snapshot),
      })),
    },
  };
}

/** ARN of a snapshot's volume, as the events write it. */
export function volumeArn(region: string, id: string): string {
  return `arn:aws:ec2:${region}::volume/${id}`;
}

/** The events of sets have Region and account the wrong way round; AWS's documentation shows them so. */
function setArn(region: string, kind: string, id: string): string {
  return `arn:aws:ec2::${region}:${kind}/${id}`;
}

function times(set: readonly Snapshot[]): { startTime: string; endTime: string } {
  const starts = set.map(({ startTime }) => startTime.getTime());
  const ends = set.map(({ life }) => life.endsAt);
  return { startTime: seconds(Math.min(...starts)), endTime: seconds(Math.max(...ends)) };
}

function seconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
