import { type Breach, type Changes, faultsWith } from '../valid-environment';

const lifecycle = (changes: Changes) => ({ storage: { lifecycle: changes } });
const datasync = (changes: Changes) => ({ backup: { datasync: changes } });

/** One breach of one rule each. */
const BREACHES: readonly Breach[] = [
  [
    'noncurrent versions gone before the retention',
    lifecycle({ noncurrentRetentionDays: 89 }),
    'storage.lifecycle.noncurrentRetentionDays',
    'set 90 or more',
  ],
  [
    'archiving a version when it is deleted',
    lifecycle({ noncurrentDeepArchiveAfterDays: 365 }),
    'storage.lifecycle.noncurrentDeepArchiveAfterDays',
    'set less than 365',
  ],
  [
    'infrequent access too early',
    lifecycle({ transitions: [{ afterDays: 29, storageClass: 'STANDARD_IA' }] }),
    'storage.lifecycle.transitions[0]',
    'set 30 days or more',
  ],
  [
    'too short a stay in infrequent access',
    lifecycle({ transitions: [{ afterDays: 61, storageClass: 'STANDARD_IA' }] }),
    'storage.lifecycle.deepArchiveAfterDays',
    'set 91 days or more',
  ],
  [
    'a transition after Deep Archive',
    lifecycle({ transitions: [{ afterDays: 90, storageClass: 'GLACIER' }] }),
    'storage.lifecycle.deepArchiveAfterDays',
    'set 91 days or more',
  ],
  [
    'a transition to a warmer class',
    lifecycle({
      transitions: [
        { afterDays: 1, storageClass: 'GLACIER' },
        { afterDays: 40, storageClass: 'GLACIER_IR' },
      ],
    }),
    'storage.lifecycle.transitions[1]',
    'colder classes only',
  ],
  [
    'one zone to instant retrieval',
    lifecycle({
      transitions: [
        { afterDays: 30, storageClass: 'ONEZONE_IA' },
        { afterDays: 60, storageClass: 'GLACIER_IR' },
      ],
    }),
    'storage.lifecycle.transitions[1]',
    'cannot follow ONEZONE_IA',
  ],
  [
    'a transition to the class DataSync writes',
    {
      ...datasync({ storageClass: 'GLACIER_INSTANT_RETRIEVAL' }),
      ...lifecycle({ transitions: [{ afterDays: 30, storageClass: 'GLACIER_IR' }] }),
    },
    'storage.lifecycle.transitions[0]',
    'cannot follow GLACIER_IR (backup.datasync.storageClass)',
  ],
  [
    'writing straight to Deep Archive',
    datasync({ storageClass: 'DEEP_ARCHIVE' }),
    'backup.datasync.storageClass',
    'deepArchiveAfterDays',
  ],
];

describe('storage checks', () => {
  it.each(BREACHES)('refuse %s', (_, changes, path, message) => {
    const faults = faultsWith(changes);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toContain(message);
  });

  it.each<[string, Changes]>([
    [
      'the full waterfall of classes',
      lifecycle({
        deepArchiveAfterDays: 180,
        transitions: [
          { afterDays: 30, storageClass: 'STANDARD_IA' },
          { afterDays: 60, storageClass: 'GLACIER_IR' },
          { afterDays: 90, storageClass: 'GLACIER' },
        ],
      }),
    ],
    ['DataSync writing to Glacier', datasync({ storageClass: 'GLACIER' })],
  ])('allow %s', (_, changes) => {
    expect(faultsWith(changes)).toEqual([]);
  });
});
