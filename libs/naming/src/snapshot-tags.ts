/** Tag of a snapshot that says which policy made it. Only what carries it may be removed. */
export const SNAPSHOT_POLICY_TAG = 'strata:policy';

/** Tags of an instance that say which run stopped it, froze it, or took it out of its group's service. */
export const INSTANCE_MARKS = {
  stoppedBy: 'strata:stopped-by',
  frozenBy: 'strata:frozen-by',
  standbyBy: 'strata:standby-by',
} as const;

/**
 * Tags that a snapshot run puts on volumes and instances while it works on them and takes away when it is done: the
 * leases on volumes, by prefix, and what was done to an instance. They belong to the run; Terraform must neither see
 * them as drift nor remove them.
 */
export const RUN_TAGS = {
  leasePrefix: 'strata:lease:',
  instanceKeys: [INSTANCE_MARKS.stoppedBy, INSTANCE_MARKS.frozenBy, INSTANCE_MARKS.standbyBy],
} as const;

/** Metrics of the snapshot rotation, in `metricNamespace`, by the dimension `Policy`. */
export const SNAPSHOT_METRICS = {
  created: 'SnapshotsCreated',
  removed: 'SnapshotsRemoved',
  failed: 'SnapshotsFailed',
  /** Seconds since the newest completed snapshot of the volume that is worst off. */
  rpoAge: 'SnapshotRpoAgeSeconds',
  /** Volumes whose newest completed snapshot is older than the RPO. */
  volumesOverRpo: 'SnapshotVolumesOverRpo',
} as const;
