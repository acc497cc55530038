import { type Attachment, checkTransferPath, type NetworkModel, type PathCheck } from '@strata/reachability';
import { type Check, deploy, given, line } from './check';
import type { EfsLocation, Evidence, MountTarget, SourceEvidence } from './evidence';
import { valueOf } from './reading';

/** Whether DataSync's network interfaces reach the mount target of their zone, and S3. */
export function networkChecks({ source }: Evidence): Check[] {
  const found = valueOf(source);
  return found === undefined ? [] : [...pathChecks(found)];
}

function pathChecks({ location, network, mountTargets }: SourceEvidence): readonly Check[] {
  const about = line('network', 'subnet and security groups exist');
  return given(about, network, (model) => {
    const missing = missingIn(model, location);
    if (model === undefined || missing.length > 0) {
      return about.fail(
        `the location names ${missing.join(', ')}, which its VPC does not have`,
        `Make a location in subnets and groups that exist. ${deploy('backup')}`,
      );
    }
    const { subnetId, groupIds } = location;
    return [
      about.pass(`${subnetId}, ${groupIds.join(', ')}`),
      ...given(line('network', 'mount target in the zone'), mountTargets, (targets) => [
        ...checkTransferPath(model, {
          dataSync: { name: 'DataSync', subnetId, groupIds },
          mountTargets: targets.map(attachmentOf),
        }).map(pathCheck),
        ...availability(model, location, targets),
      ]),
    ];
  });
}

function missingIn(model: NetworkModel | undefined, { subnetId, groupIds }: EfsLocation): string[] {
  if (model === undefined) return [subnetId];
  return groupIds.filter((wanted) => !model.groups.some(({ id }) => id === wanted));
}

function attachmentOf({ id, subnetId, groupIds }: MountTarget): Attachment {
  return { name: id, subnetId, groupIds };
}

function pathCheck({ name, verdict }: PathCheck): Check {
  const about = line('network', name);
  if (verdict.open) return about.pass(verdict.by.join('; '));
  const { obstacles } = verdict;
  return about.fail(
    obstacles.map(({ what }) => what).join('; '),
    `${obstacles.map(({ fix }) => fix).join(' ')} ${deploy('backbone')}`,
  );
}

/** Of the mount targets that DataSync could use: those of its zone. */
function availability(
  model: NetworkModel,
  { subnetId }: EfsLocation,
  targets: readonly MountTarget[],
): Check[] {
  const zoneOf = (wanted: string) => model.subnets.find(({ id }) => id === wanted)?.zone;
  const near = targets.filter((target) => zoneOf(target.subnetId) === zoneOf(subnetId));
  if (near.length === 0) return [];
  const about = line('network', 'mount target is available');
  const states = near.map(({ id, state }) => `${id} is ${state}`).join(', ');
  return [
    near.some(({ state }) => state === 'available')
      ? about.pass(states)
      : about.fail(states, 'Wait while it is creating (some minutes); else ' + deploy('backbone')),
  ];
}
