import type { EmittedEvent } from '../events/event-bus';

/**
 * `EBS Volume Notification` for a volume that could not be made for the sake of its key
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-cloud-watch-events.html#create-volume).
 */
export function volumeFailedEvent(
  region: string,
  account: string,
  volumeId: string,
  cause: string,
): EmittedEvent {
  return {
    source: 'aws.ec2',
    detailType: 'EBS Volume Notification',
    region,
    resources: [`arn:aws:ec2:${region}:${account}:volume/${volumeId}`],
    detail: { event: 'createVolume', result: 'failed', cause, 'request-id': '' },
  };
}
