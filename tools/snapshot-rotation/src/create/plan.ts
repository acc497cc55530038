import type { Consistency, InstanceRecord, VolumeRecord } from '../model';
import type {
  CreatePlan,
  PlannedSet,
  PlannedVolume,
  Preparation,
  Refusal,
  SkippedVolume,
} from './create-plan';
import { instanceFault, volumeFault } from './faults';
import { homeOf } from './homes';
import type { CreatePlanInput, CreatePlanOptions } from './plan-input';
import { refusalOf } from './refusals';
import { callFor } from './set-call';

interface InstanceVolumes {
  readonly instance: InstanceRecord;
  readonly volumes: PlannedVolume[];
}

/**
 * Plans which snapshots are made by which calls: per instance one set, of one moment, so that a file system or database
 * over several volumes is whole; volumes that are attached to none by themselves. Pure; the same input in any order
 * gives the same plan.
 */
export function planCreation(input: CreatePlanInput, options: CreatePlanOptions): CreatePlan {
  const skipped: SkippedVolume[] = [];
  const alone: PlannedSet[] = [];
  const byInstance = new Map<string, InstanceVolumes>();
  for (const volume of [...input.volumes.values()].sort(byId)) {
    const home = homeOf(volume, input);
    const instanceId = home?.instance.id;
    const reason = volumeFault(volume, input.pending.get(volume.id) ?? 0) ?? attachmentFault(volume, options);
    if (reason !== undefined) skipped.push({ volumeId: volume.id, instanceId, reason });
    else if (home === undefined) alone.push(setOfOne(volume, options));
    else {
      const group = byInstance.get(home.instance.id) ?? { instance: home.instance, volumes: [] };
      group.volumes.push({ volume, device: home.device });
      byInstance.set(home.instance.id, group);
    }
  }
  const sets: PlannedSet[] = [];
  const refusals: Refusal[] = [];
  for (const { instance, volumes } of [...byInstance.values()].sort((a, b) => byId(a.instance, b.instance))) {
    const reason = instanceFault(instance, input, options);
    const refusal = reason === undefined ? refusalOf(instance, input, options) : undefined;
    if (reason !== undefined) {
      skipped.push(
        ...volumes.map(({ volume }) => ({ volumeId: volume.id, instanceId: instance.id, reason })),
      );
    } else if (refusal) {
      refusals.push(refusal);
      const why = `refused: ${refusal.reason}. ${refusal.fix}`;
      skipped.push(
        ...volumes.map(({ volume }) => ({
          volumeId: volume.id,
          instanceId: instance.id,
          reason: why,
          refused: true,
        })),
      );
    } else sets.push(setOf(instance, volumes, input, options));
  }
  return {
    sets: [...sets, ...alone],
    skipped: skipped.sort((a, b) => (a.volumeId < b.volumeId ? -1 : 1)),
    refusals,
  };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

function attachmentFault(
  { attachments }: VolumeRecord,
  { consistency }: CreatePlanOptions,
): string | undefined {
  if (consistency === 'crash' || attachments.length < 2) return undefined;
  const ids = attachments.map(({ instanceId }) => instanceId).join(', ');
  const done = consistency === 'stopped' ? 'stopping' : 'freezing';
  return `Multi-Attach: ${done} one of ${ids} leaves the others writing; take it with --consistency crash`;
}

function setOfOne(volume: VolumeRecord, { consistency }: CreatePlanOptions): PlannedSet {
  // One that is being attached or detached is `in-use` and has no attachment that counts.
  const idle = volume.state === 'available';
  const notes = idle ? [] : ['its instance is not known: it is taken as it is'];
  return {
    volumes: [{ volume, device: volume.attachments[0]?.device }],
    call: { api: 'CreateSnapshot' },
    preparation: 'none',
    consistency: idle && consistency !== 'crash' ? 'stopped' : 'crash',
    notes,
  };
}

function setOf(
  instance: InstanceRecord,
  volumes: readonly PlannedVolume[],
  { groups }: CreatePlanInput,
  { consistency, ownTagKeys }: CreatePlanOptions,
): PlannedSet {
  const { call, oneMoment } = callFor(instance, volumes, ownTagKeys);
  const [preparation, achieved] = preparationOf(instance, consistency);
  const notes: string[] = [];
  if (preparation === 'none' && consistency !== 'crash') notes.push('its instance is stopped, and stays so');
  if (!oneMoment) {
    notes.push(
      preparation === 'none' && achieved === 'crash'
        ? 'more than 40 of the instance’s other volumes would have to be left out: one call per volume, not of one moment'
        : 'one call per volume: more than 40 of the instance’s other volumes would have to be left out',
    );
  }
  const membership = groups.get(instance.id);
  const leavesGroup = preparation === 'stop' && membership?.lifecycleState === 'InService';
  return {
    instanceId: instance.id,
    volumes,
    call,
    preparation,
    consistency: achieved,
    standbyGroup: leavesGroup ? membership.group : undefined,
    notes,
  };
}

/** A stopped instance needs neither stopping nor freezing: nothing writes to its volumes. */
function preparationOf({ state }: InstanceRecord, asked: Consistency): readonly [Preparation, Consistency] {
  if (asked === 'crash') return ['none', 'crash'];
  if (state === 'stopped') return ['none', 'stopped'];
  return asked === 'stopped' ? ['stop', 'stopped'] : ['freeze', 'quiesced'];
}
