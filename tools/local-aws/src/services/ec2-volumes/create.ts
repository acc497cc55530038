import { derived, formOf } from '../../gateway/derived';
import type { GatewayRequest, GatewayResponse } from '../../gateway/service';
import { parseXml } from '../../gateway/xml-tree';
import { ec2Answer } from '../ec2-answers';
import { Ec2Refusal, type Ec2Operation } from '../ec2-refusal';
import { checkId, honourDryRun, SNAPSHOT_ID } from '../ec2-request';
import { restorable } from '../ec2-snapshots/restore';
import type { Snapshot } from '../ec2-snapshots/model';
import type { SnapshotService } from '../ec2-snapshots/service';
import { keyState } from '../kms-keys';
import { ClientTokens } from './client-tokens';
import { volumeElements } from './describe';
import { volumeFailedEvent } from './events';
import { parseVolume } from './parse';

/**
 * `CreateVolume`: moto makes the volume, we fill it from the snapshot, of which moto knows nothing
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html).
 */
export function createVolume(service: SnapshotService): Ec2Operation {
  const tokens = new ClientTokens();
  return async (request, context) => {
    const form = await formOf(request);
    return tokens.once(form, request.region, async () => {
      const snapshotId = form.get('SnapshotId');
      if (snapshotId) checkId(snapshotId, SNAPSHOT_ID);
      const snapshot = snapshotId ? await restorable(service, snapshotId, request, context) : undefined;
      if (snapshot) checkSize(form, snapshot);
      honourDryRun(form);
      const key = form.get('KmsKeyId') ?? snapshot?.kmsKeyId;
      const used = key ? await keyState(key, request.region, context) : undefined;
      const answer = await context.forward(forMoto(request, form, snapshot, used?.arn ?? key));
      const root = answer.status < 300 ? parseXml(answer.body.toString()) : undefined;
      if (!root) return answer;
      const made = parseVolume(root);
      if (used?.problem) {
        // As on AWS: the call succeeds, and then there is no volume.
        await context.forward(forget(request, made.id));
        service.bus.emit(volumeFailedEvent(request.region, context.account, made.id, used.problem), context);
        return withState(answer, { ...made, sequence: -1 });
      }
      const volumes = service.volumes.in(request.region);
      if (snapshot) {
        service.contents.restore(made.id, snapshot.content);
        volumes.madeFrom(made.id, snapshot.id);
      }
      return withState(answer, volumes.add({ ...made, snapshotId: snapshotId ?? '' }));
    });
  };
}

function checkSize(form: URLSearchParams, { id, volumeSize }: Snapshot): void {
  const size = form.get('Size');
  if (size !== null && Number(size) < volumeSize) {
    throw new Ec2Refusal(
      'InvalidParameterValue',
      `Volume of ${size}GiB is smaller than snapshot '${id}', expect size >= ${volumeSize}GiB`,
    );
  }
}

/** The call without its snapshot, but with what the volume has from it. */
function forMoto(
  request: GatewayRequest,
  form: URLSearchParams,
  snapshot: Snapshot | undefined,
  keyArn: string | undefined,
): GatewayRequest {
  const changed = new URLSearchParams(form);
  changed.delete('SnapshotId');
  if (snapshot && !changed.has('Size')) changed.set('Size', String(snapshot.volumeSize));
  if (snapshot?.encrypted) changed.set('Encrypted', 'true');
  if (keyArn) changed.set('KmsKeyId', keyArn);
  return derived(request, { body: changed.toString() });
}

function forget(request: GatewayRequest, volumeId: string): GatewayRequest {
  const form = new URLSearchParams({ Action: 'DeleteVolume', VolumeId: volumeId, Version: '2016-11-15' });
  return { ...derived(request, { body: form.toString() }), operation: 'DeleteVolume' };
}

function withState(answer: GatewayResponse, volume: Parameters<typeof volumeElements>[0]): GatewayResponse {
  const shown = ec2Answer('CreateVolume', { ...volumeElements(volume), status: 'creating' });
  return { ...shown, status: answer.status };
}
