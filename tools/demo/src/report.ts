import { formatSeconds, table } from '@strata/cli-kit';
import type { CountedResult } from '@strata/layers-tool';
import type { Play } from './play';
import { recoveryText } from './recovery-check';
import { rotationText } from './rotation-check';

/** What a demo did. */
export interface DemoReport extends Play {
  readonly layers: readonly CountedResult[];
  /** Resources in the layers' states at the end: 0 unless the platform was kept. */
  readonly resourcesLeft: number;
  readonly seconds: number;
  /** Only when the platform was left running. */
  readonly kept?: { readonly endpoint: string; readonly dataDir: string };
}

/** The report as one JSON value: the shape that scripts rely on. Times in seconds. */
export function reportJson(report: DemoReport): unknown {
  const { archive, rotation, recovery } = report;
  return {
    layers: report.layers.map(({ layer, resources, seconds }) => ({
      name: layer,
      resources,
      seconds: round(seconds),
    })),
    runs: report.runs.map(({ scenario, status, filesTransferred, bytesTransferred, seconds }) => ({
      scenario,
      status,
      filesTransferred,
      bytesTransferred,
      seconds: round(seconds),
    })),
    objects: { count: archive.count, verified: archive.verified, versions: archive.versions },
    emails: report.mails.length,
    snapshots: {
      rotations: rotation.rotations,
      volumes: rotation.volumes,
      keptPerVolume: rotation.keptPerVolume,
      created: rotation.created,
      removed: rotation.removed,
    },
    recovery: {
      synced: recovery.synced,
      planned: recovery.planned,
      refused: recovery.refusal !== undefined,
      deleted: recovery.deleted,
      undeleted: recovery.undeleted,
      identical: recovery.identical,
    },
    destroyed: { resourcesLeft: report.resourcesLeft },
    seconds: round(report.seconds),
    ...(report.kept ? { kept: report.kept } : {}),
  };
}

/** The report for people. */
export function reportText(report: DemoReport): string {
  const { archive, rotation, recovery, kept } = report;
  return [
    table(report.layers, [
      { title: 'layer', value: ({ layer }) => layer },
      { title: 'resources', value: ({ resources }) => resources },
      { title: 'time', value: ({ seconds }) => formatSeconds(seconds), align: 'right' },
    ]),
    table(report.runs, [
      { title: 'run', value: ({ scenario }) => scenario },
      { title: 'status', value: ({ status }) => status },
      { title: 'files', value: ({ filesTransferred }) => filesTransferred },
      { title: 'bytes', value: ({ bytesTransferred }) => bytesTransferred },
      { title: 'time', value: ({ seconds }) => formatSeconds(seconds), align: 'right' },
    ]),
    table(report.mails, [
      { title: 'e-mail to', value: ({ to }) => to },
      { title: 'says', value: ({ text }) => text.trim().split('\n')[0] ?? '' },
    ]),
    `${archive.verified} of ${archive.count} objects are the same as their files, byte for byte; ${archive.versions} versions.`,
    `Snapshots: ${rotationText(rotation)}.`,
    recoveryText(recovery),
    kept ? howToGoOn(kept, report.resourcesLeft) : `Destroyed; ${report.resourcesLeft} resources left.`,
    `Took ${formatSeconds(report.seconds)}.`,
  ].join('\n');
}

function howToGoOn({ endpoint, dataDir }: { endpoint: string; dataDir: string }, resources: number): string {
  return [
    `${resources} resources are left running at ${endpoint}. To go on:`,
    `  export STRATA_ENDPOINT=${endpoint}`,
    '  eval "$(./strata env)"',
    '  aws datasync list-tasks',
    'To end it:',
    '  ./strata destroy',
    `  ./strata local down --data-dir '${dataDir}'`,
  ].join('\n');
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
