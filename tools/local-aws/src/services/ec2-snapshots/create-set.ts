import { formOf, listOf } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { ec2Answer, itemSet } from '../ec2-answers';
import { Ec2Refusal, type Ec2Operation } from '../ec2-refusal';
import { checkId, checkTags, honourDryRun, INSTANCE_ID, required, specifiedTags } from '../ec2-request';
import type { Volume } from '../ec2-volumes/model';
import { checkLimits, snapshotOf } from './create';
import { snapshotSetEvent } from './events';
import type { SnapshotService } from './service';
import { snapshotInfoElements } from './show';

/** Volumes of one instance that a set takes, and data volumes that a call may leave out. Source: the API's page. */
const MAX_VOLUMES = 128;
const MAX_EXCLUDED = 40;

/**
 * `CreateSnapshots`: all volumes of an instance, or none
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html).
 */
export function createSnapshots(service: SnapshotService): Ec2Operation {
  return async (request, context) => {
    const form = await formOf(request);
    const volumes = await volumesOfSet(service, form, request, context);
    const given = specifiedTags(form, 'snapshot');
    const copied = form.get('CopyTagsFromSource') === 'volume';
    const wanted = volumes.map((volume) => {
      const tags = new Map([...(copied ? userTags(volume) : []), ...given]);
      checkTags(given.keys(), tags);
      checkLimits(service, volume, request.region, context.now());
      return { volume, tags };
    });
    honourDryRun(form);

    const description = form.get('Description') ?? '';
    const set = wanted.map(({ volume, tags }) =>
      snapshotOf(service, volume, { description, tags }, request, context),
    );
    let pending = set.length;
    for (const snapshot of set) {
      service.lives.begin(snapshot, context, () => {
        pending -= 1;
        if (pending === 0) service.bus.emit(snapshotSetEvent(set), context);
      });
    }
    const now = context.now();
    return ec2Answer('CreateSnapshots', {
      snapshotSet: itemSet(set.map((snapshot) => snapshotInfoElements(snapshot, now))),
    });
  };
}

async function volumesOfSet(
  service: SnapshotService,
  form: URLSearchParams,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<Volume[]> {
  const instanceId = required(form, 'InstanceSpecification.InstanceId');
  checkId(instanceId, INSTANCE_ID);
  const rootDevice = await service.rootDevices.of(instanceId, request, context);
  const all = await service.volumes.in(request.region).all(request, context);
  const attached = [...all.values()].flatMap((volume) => {
    const at = volume.attachments.find((attachment) => attachment.instanceId === instanceId);
    return at ? [{ volume, isRoot: at.device === rootDevice }] : [];
  });
  const excluded = listOf(form, 'InstanceSpecification.ExcludeDataVolumeId');
  checkExcluded(excluded, attached);
  const withoutRoot = form.get('InstanceSpecification.ExcludeBootVolume') === 'true';
  const chosen = attached.filter(
    ({ volume, isRoot }) => !(isRoot && withoutRoot) && !excluded.includes(volume.id),
  );
  if (chosen.length === 0 || chosen.length > MAX_VOLUMES) {
    throw new Ec2Refusal(
      'InvalidParameterValue',
      `The instance '${instanceId}' has ${chosen.length} volumes to be snapshotted; there must be 1 to ${MAX_VOLUMES}.`,
    );
  }
  return chosen.sort((a, b) => Number(b.isRoot) - Number(a.isRoot)).map(({ volume }) => volume);
}

function checkExcluded(
  excluded: readonly string[],
  attached: readonly { readonly volume: Volume; readonly isRoot: boolean }[],
): void {
  if (excluded.length > MAX_EXCLUDED) {
    const message = `At most ${MAX_EXCLUDED} data volumes can be excluded; ${excluded.length} were given.`;
    throw new Ec2Refusal('InvalidParameterValue', message);
  }
  for (const id of excluded) {
    const found = attached.find(({ volume }) => volume.id === id);
    if (found && !found.isRoot) continue;
    const why = found ? 'is the root volume: use ExcludeBootVolume' : 'is not attached to the instance';
    throw new Ec2Refusal('InvalidParameterValue', `The volume '${id}' cannot be excluded: it ${why}.`);
  }
}

/** Tags that are copied; AWS's own are not. */
function userTags({ tags }: Volume): [string, string][] {
  return [...tags].filter(([key]) => !key.startsWith('aws:'));
}
