import { derived, formOf } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { childText, parseXml } from '../../gateway/xml-tree';
import { instancesIn } from '../ec2-instances/instances';
import type { Ec2Operation } from '../ec2-refusal';
import { restorable } from '../ec2-snapshots/restore';
import type { Snapshot } from '../ec2-snapshots/model';
import type { SnapshotService } from '../ec2-snapshots/service';

/**
 * `RunInstances`: the devices that are made from snapshots, by the call itself or by an image that holds snapshots of
 * the account. moto knows these snapshots not, so it is told sizes instead, and the volumes are filled here.
 */
export function runInstances(service: SnapshotService): Ec2Operation {
  return async (request, context) => {
    const form = new URLSearchParams(await formOf(request));
    nameImageDevices(service, form);
    const sources = await takeOutSnapshots(service, form, request, context);
    const answer = await context.forward(
      sources.size > 0 ? derived(request, { body: form.toString() }) : request,
    );
    const root = answer.status < 300 ? parseXml(answer.body.toString()) : undefined;
    if (!root) return answer;
    const volumes = service.volumes.in(request.region);
    const launched = new Set(instancesIn(root).map((item) => childText(item, 'instanceId')));
    volumes.outdated({ instances: launched });
    if (sources.size === 0) return answer;
    for (const volume of [...(await volumes.all(request, context)).values()]) {
      const at = volume.attachments.find(({ instanceId }) => launched.has(instanceId));
      const snapshot = at && sources.get(at.device);
      if (!snapshot) continue;
      service.contents.restore(volume.id, snapshot.content);
      volumes.madeFrom(volume.id, snapshot.id);
    }
    return answer;
  };
}

/** Adds the devices of the image that the call does not name itself. */
function nameImageDevices(service: SnapshotService, form: URLSearchParams): void {
  const named = mappings(form).map((prefix) => form.get(`${prefix}DeviceName`));
  let next = named.length + 1;
  for (const device of service.images.devicesOf(form.get('ImageId') ?? '') ?? []) {
    if (named.includes(device.device)) continue;
    const prefix = `BlockDeviceMapping.${next++}.`;
    form.set(`${prefix}DeviceName`, device.device);
    form.set(`${prefix}Ebs.SnapshotId`, device.snapshotId);
    form.set(`${prefix}Ebs.VolumeType`, device.volumeType);
    form.set(`${prefix}Ebs.DeleteOnTermination`, String(device.deleteOnTermination));
  }
}

/** Snapshots by device, and sizes in their place. */
async function takeOutSnapshots(
  service: SnapshotService,
  form: URLSearchParams,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<Map<string, Snapshot>> {
  const sources = new Map<string, Snapshot>();
  for (const prefix of mappings(form)) {
    const id = form.get(`${prefix}Ebs.SnapshotId`);
    if (!id) continue;
    const snapshot = await restorable(service, id, request, context);
    form.delete(`${prefix}Ebs.SnapshotId`);
    if (!form.has(`${prefix}Ebs.VolumeSize`))
      form.set(`${prefix}Ebs.VolumeSize`, String(snapshot.volumeSize));
    if (snapshot.encrypted) form.set(`${prefix}Ebs.Encrypted`, 'true');
    if (snapshot.kmsKeyId && !form.has(`${prefix}Ebs.KmsKeyId`))
      form.set(`${prefix}Ebs.KmsKeyId`, snapshot.kmsKeyId);
    sources.set(form.get(`${prefix}DeviceName`) ?? '', snapshot);
  }
  return sources;
}

function mappings(form: URLSearchParams): string[] {
  const prefixes: string[] = [];
  for (let index = 1; form.has(`BlockDeviceMapping.${index}.DeviceName`); index += 1)
    prefixes.push(`BlockDeviceMapping.${index}.`);
  return prefixes;
}
