/** What can be made to go wrong with an execution, and what then happens. */
export const DATASYNC_FAULTS = {
  'no-route': 'S3 cannot be reached: fails while it is launched',
  'access-denied': 'the role may not see the bucket: fails while it is launched',
  'key-denied': "the role may not use the bucket's key: every object fails",
  'source-gone': 'the source cannot be mounted any more: fails while it is launched',
  'disk-full': 'each file finds no room left half-way through its content',
  'unreadable-file': 'one file may not be read: fails, the others go on',
  'cancelled-half-way': 'cancelled once half of the bytes have passed',
  slow: 'takes time, and succeeds',
} as const;

/** A kind of fault of the local DataSync. */
export type DataSyncFaultKind = keyof typeof DATASYNC_FAULTS;

/** All kinds. */
export const DATASYNC_FAULT_KINDS = Object.keys(DATASYNC_FAULTS) as readonly DataSyncFaultKind[];
