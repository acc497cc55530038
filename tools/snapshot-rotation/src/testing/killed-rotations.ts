import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import type { FatalMoment } from '@strata/testing/programs';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { describeVolumes } from '../gateway/describe-volumes';
import { leasesIn } from '../lease/lease-tags';
import type { SnapshotRecord } from '../model';
import { type SnapshotPolicy, snapshotPolicy } from '../policy';
import { executeResume } from '../resume/execute';
import { isClean, resumePlanFor } from '../resume/run-resume';
import { rotateExitCode } from '../rotate/report';
import { runRotate } from '../rotate/run';
import { TAG } from '../tags';
import { launchFleet } from './fleet';
import { openWriteFuse } from './fuse';
import type { TestInstance } from './instances';
import type { LiveAws } from './live-aws';
import { startSnapshots } from './program';
import { markedState } from './runs';

/** Two instances with two volumes each, which one run stops and snapshots; two snapshots of each volume are kept. */
const INSTANCES = 2;
const DATA_VOLUMES = 2;
export const KEEP_LAST = 2;

/** Instances that a rotation of their own stops. */
export interface Group {
  readonly name: string;
  readonly instances: readonly TestInstance[];
  readonly volumeIds: readonly string[];
  /** A snapshot of someone else's. */
  readonly foreign: string;
}

/** What a killed run left, and what became of it. */
export interface Aftermath {
  /** For messages: `before the 3rd write, StopInstances`. */
  readonly moment: string;
  readonly group: Group;
  readonly killed: boolean;
  readonly before: readonly SnapshotRecord[];
  /** After `resume` found nothing more to do. */
  readonly resumed: {
    /** How often it did something. */
    readonly rounds: number;
    readonly failures: readonly string[];
    readonly snapshots: readonly SnapshotRecord[];
    readonly instances: readonly (readonly [state: string | undefined, marks: string[]])[];
    readonly leases: readonly string[];
  };
  /** After a further rotation. */
  readonly rotated: {
    readonly code: number;
    readonly runId: string;
    readonly snapshots: readonly SnapshotRecord[];
  };
}

/** Where rotations are killed. */
export interface Scene {
  readonly aws: LiveAws;
  readonly environment: EnvironmentConfig;
  readonly policy: SnapshotPolicy;
}

/** The policy of the local environment, in a local AWS. */
export function sceneIn(aws: LiveAws): Scene {
  const environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: aws.endpoint } });
  const [config] = environment.backup.snapshots.policies;
  if (config === undefined) throw new Error('the local environment has no snapshot policy');
  const policy = snapshotPolicy(environment.name, { ...config, keep: { last: KEEP_LAST, tags: [] } });
  return { aws, environment, policy };
}

/** Launches groups of instances, each with as many snapshots of its volumes as the policy keeps. */
export async function makeGroups({ aws, policy }: Scene, count: number): Promise<Group[]> {
  const fleet = await launchFleet(aws.connections, {
    instances: INSTANCES * count,
    dataVolumesPerInstance: DATA_VOLUMES,
    tags: { proof: 'killed', 'local-aws:snapshot-ms': '300' },
  });
  const all = { tags: [{ key: 'proof', value: 'killed' }] };
  for (let turn = 0; turn < KEEP_LAST; turn += 1)
    await runRotate(aws.connections, policy, { selection: all });
  return Promise.all(
    Array.from({ length: count }, async (_, nth) => {
      const name = `group-${nth}`;
      const instances = fleet.slice(nth * INSTANCES, (nth + 1) * INSTANCES);
      const volumeIds = instances.flatMap((instance) => instance.volumeIds);
      for (const id of volumeIds) await aws.tag(id, { group: name });
      return {
        name,
        instances,
        volumeIds,
        foreign: await aws.snapshot(volumeIds[0] ?? '', { owner: 'else' }),
      };
    }),
  );
}

/** Rotates a group by a program of its own. */
export function rotateIn({ name }: Group, endpoint: string) {
  const what = ['--tag', `group=${name}`, '--consistency', 'stopped', '--keep-last', String(KEEP_LAST)];
  return startSnapshots(['rotate', ...what, '--json'], endpoint);
}

/** Kills a group's rotation at a moment, resumes, and rotates again. */
export async function killAndResume(scene: Scene, group: Group, moment: FatalMoment): Promise<Aftermath> {
  const { aws, policy } = scene;
  const { connections } = aws;
  const before = await snapshotsOf(scene, group);
  const fuse = await openWriteFuse(aws.endpoint, moment);
  const program = rotateIn(group, fuse.endpoint);
  void fuse.blown.then(() => program.kill('SIGKILL'));
  const { signal } = await program.ended;
  await fuse.close();
  const resumed = await resume(scene, group, await runsIn(scene, group, before));
  const selection = { tags: [{ key: 'group', value: group.name }] };
  const report = await runRotate(connections, policy, { selection, consistency: 'stopped' });
  return {
    moment: `${moment.when} write ${moment.nth}, ${fuse.calls.at(-1)}`,
    group,
    killed: signal === 'SIGKILL',
    before,
    resumed,
    rotated: {
      code: rotateExitCode(report),
      runId: report.created.runId,
      snapshots: await snapshotsOf(scene, group),
    },
  };
}

/** Resumes until there is nothing left to do, by what is known at the end of a crash: the ids of the runs that died. */
async function resume(scene: Scene, group: Group, force: readonly string[]): Promise<Aftermath['resumed']> {
  const { environment } = scene;
  const { connections } = scene.aws;
  const failures: string[] = [];
  let rounds = 0;
  for (; rounds < 5; rounds += 1) {
    const plan = await resumePlanFor(connections, environment, { force });
    if (isClean(plan)) break;
    const items = await executeResume(connections, plan);
    failures.push(
      ...items.filter(({ outcome }) => outcome === 'failed').map(({ id, detail }) => `${id}: ${detail}`),
    );
  }
  const snapshots = await snapshotsOf(scene, group);
  const leases = snapshots.flatMap(({ tags }) => leasesIn(tags));
  for await (const { tags } of describeVolumes(connections, { volumeIds: group.volumeIds }))
    leases.push(...leasesIn(tags));
  return {
    rounds,
    failures,
    snapshots,
    instances: await Promise.all(group.instances.map(({ id }) => markedState(connections, id))),
    leases: leases.map(({ runId }) => runId),
  };
}

/** Ids of the runs that left anything: in marks, in leases, on snapshots. */
async function runsIn(scene: Scene, group: Group, before: readonly SnapshotRecord[]): Promise<string[]> {
  const known = new Set(before.map(({ id }) => id));
  const runIds = (await snapshotsOf(scene, group))
    .filter(({ id }) => !known.has(id))
    .map(({ tags }) => tags[TAG.run] ?? '');
  for await (const { tags } of describeVolumes(scene.aws.connections, { volumeIds: group.volumeIds }))
    runIds.push(...leasesIn(tags).map(({ runId }) => runId));
  return [...new Set(runIds)];
}

async function snapshotsOf({ aws }: Scene, { volumeIds }: Group): Promise<SnapshotRecord[]> {
  const found: SnapshotRecord[] = [];
  for await (const snapshot of describeSnapshots(aws.connections, { volumeIds })) found.push(snapshot);
  return found.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
}
