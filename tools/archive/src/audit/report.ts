import { plural, table } from '@strata/cli-kit';
import { LEFT_OUT, type StorageEstimate } from './estimate';
import { type Finding, isObjectiveMet } from './finding';
import type { StorageUsage, UnfinishedUploads } from './usage';

/** What an audit came to. */
export interface AuditReport {
  readonly bucket: string;
  readonly environment: string;
  readonly objectives: { readonly retentionDays: number; readonly rtoHours: number };
  readonly findings: readonly Finding[];
  /** Undefined where it was not looked at. */
  readonly storage: StorageReport | undefined;
}

/** What is stored, and what it costs about. */
export interface StorageReport {
  readonly usage: StorageUsage;
  readonly uploads: UnfinishedUploads;
  readonly estimate: StorageEstimate;
}

const WORDS = { met: 'met', missed: 'MISSED', drift: 'DRIFT', unknown: 'UNKNOWN', advice: 'advice' } as const;

/** An audit as `--json` prints it; money is rounded to cents, as it is no exacter than that. */
export function auditJson({ storage, ...report }: AuditReport): unknown {
  return {
    ...report,
    met: isObjectiveMet(report.findings),
    storage: storage && {
      source: storage.usage.source,
      asOf: storage.usage.asOf,
      classes: storage.estimate.rows.map(({ monthlyUsd, ...row }) => ({
        ...row,
        monthlyUsd: cents(monthlyUsd),
      })),
      deleteMarkers: storage.usage.deleteMarkers ?? null,
      loneMarkers: storage.usage.loneMarkers ?? null,
      unfinishedUploads: { ...storage.uploads, monthlyUsd: cents(storage.estimate.uploadsUsd) },
      monthlyUsd: cents(storage.estimate.monthlyUsd),
      prices: storage.estimate.source,
      unpriced: storage.estimate.unpriced,
      leavesOut: LEFT_OUT,
    },
  };
}

/** An audit for people. */
export function auditText(report: AuditReport): string {
  const { bucket, environment, objectives, findings, storage } = report;
  const rows = table(findings, [
    { title: 'check', value: ({ check }) => check },
    { title: '', value: ({ verdict }) => WORDS[verdict] },
    { title: 'what is so', value: ({ message }) => message },
  ]);
  const fixes = findings.flatMap(({ verdict, check, fix }) =>
    fix !== undefined && verdict !== 'advice' ? [`  - ${check}: ${fix}`] : [],
  );
  return [
    `s3://${bucket} against ${environment}: ${objectives.retentionDays} days back, within ${objectives.rtoHours} h`,
    rows.trimEnd(),
    ...(storage === undefined ? [] : ['', storageText(storage)]),
    '',
    verdictText(findings),
    ...fixes,
  ].join('\n');
}

function verdictText(findings: readonly Finding[]): string {
  const count = (verdict: Finding['verdict']) => findings.filter((each) => each.verdict === verdict).length;
  const unknown = count('unknown') === 0 ? '' : ` ${plural(count('unknown'), 'thing')} could not be read.`;
  if (isObjectiveMet(findings)) {
    return `${count('unknown') === 0 ? 'The objectives are met.' : 'Nothing stands against the objectives, as far as could be read.'}${unknown}`;
  }
  const against = [
    ...(count('missed') === 0 ? [] : [plural(count('missed'), 'check') + ' missed']),
    ...(count('drift') === 0 ? [] : [plural(count('drift'), 'difference') + ' from the environment']),
  ];
  return `The objectives are not met: ${against.join(', ')}.${unknown}`;
}

function storageText({ usage, uploads, estimate }: StorageReport): string {
  const rows = table(estimate.rows, [
    { title: 'versions', value: ({ versions }) => versions },
    { title: 'class', value: ({ storageClass }) => storageClass },
    { title: 'objects', value: ({ objects }) => objects ?? '-', align: 'right' },
    { title: 'stored', value: ({ bytes }) => size(bytes), align: 'right' },
    { title: 'a month', value: ({ monthlyUsd }) => usd(monthlyUsd), align: 'right' },
  ]);
  const since = uploads.oldest === undefined ? '' : ` since ${uploads.oldest.toISOString()}`;
  return [
    estimate.rows.length === 0 ? 'Nothing is stored.' : rows.trimEnd(),
    usage.source === 'metrics'
      ? `By S3's metrics of ${usage.asOf.toISOString().slice(0, 10)}: current and noncurrent versions and parts of uploads together.`
      : `${plural(usage.deleteMarkers ?? 0, 'delete marker')}, ${usage.loneMarkers ?? 0} of which hide nothing any more.`,
    uploads.uploads === 0
      ? 'No unfinished uploads.'
      : `${plural(uploads.uploads, 'unfinished upload')}${since}: ${size(uploads.bytes)}, ${usd(estimate.uploadsUsd)} a month.`,
    `In all ${usd(estimate.monthlyUsd)} a month for storage, an estimate by ${estimate.source}.`,
    ...(estimate.unpriced.length === 0
      ? []
      : [`No price is known of ${estimate.unpriced.join(', ')}: state it with --price.`]),
    'It leaves out:',
    ...LEFT_OUT.map((line) => `  - ${line}`),
  ].join('\n');
}

function cents(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 100) / 100;
}

function usd(value: number | undefined): string {
  return value === undefined ? '-' : `≈ $${value.toFixed(2)}`;
}

function size(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power]}`;
}
