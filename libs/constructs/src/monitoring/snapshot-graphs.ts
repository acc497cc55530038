import { metricNamespace, type NamingScope, SNAPSHOT_METRICS } from '@strata/naming';
import type { Graph } from './graph';

/** What the graphs of snapshots show. */
export interface SnapshotGraphs {
  readonly policyNames: readonly string[];
  readonly rpoSeconds: number;
}

/** A row: what each policy did, and how old its oldest newest snapshot is against the RPO. */
export function snapshotGraphs(naming: NamingScope, { policyNames, rpoSeconds }: SnapshotGraphs): Graph[] {
  const perPolicy = (...metrics: readonly string[]) =>
    policyNames.flatMap((policy) =>
      metrics.map((metric) => [metricNamespace(naming), metric, 'Policy', policy]),
    );
  const { created, removed, failed, rpoAge } = SNAPSHOT_METRICS;
  return [
    { title: 'Snapshots per policy', periodSeconds: 3600, metrics: perPolicy(created, removed, failed) },
    {
      title: 'Age of the newest snapshot, of the volume that is worst off',
      stat: 'Maximum',
      periodSeconds: 3600,
      metrics: perPolicy(rpoAge),
      limit: { label: 'RPO', value: rpoSeconds },
    },
  ];
}
