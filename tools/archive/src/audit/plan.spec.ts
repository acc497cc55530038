import type { Evidence } from './evidence';
import { isObjectiveMet, type Verdict } from './finding';
import { findingsFor } from './plan';
import type { BucketSettings, LifecycleRule } from './settings';
import { DENIED, read, REFUSES_HTTP, rule, SOUND_RULES, soundEvidence } from '../testing/sound-evidence';

type Broken = readonly [
  what: string,
  settings: Partial<BucketSettings>,
  rest: Partial<Evidence>,
  expected: readonly (readonly [check: string, verdict: Verdict, says: RegExp])[],
];

const { current, noncurrent, abort } = SOUND_RULES;
const objectives = (changed: Partial<Evidence['objectives']>) => ({
  objectives: { ...soundEvidence().objectives, ...changed },
});
const lifecycle = (...rules: LifecycleRule[]) => ({ lifecycle: read(rules) });
/** Drift has its own rows: elsewhere the bucket is one that is not the environment's. */
const OTHER = { expected: undefined };
const expiresAfter = (afterDays: number, keepsNewest = 0) => ({
  ...noncurrent,
  noncurrentExpiry: { afterDays, keepsNewest },
});
const policy = (...statements: object[]) => ({ policy: read({ Statement: statements }) });
const storedIn = (storageClass: string): Partial<Evidence> => ({
  usage: {
    source: 'listing',
    asOf: new Date(0),
    current: [],
    noncurrent: [{ storageClass, objects: 3, bytes: 9, billedBytes: 9 }],
    deleteMarkers: 0,
    loneMarkers: 0,
  },
});

const BROKEN: readonly Broken[] = [
  [
    'versioning suspended',
    { versioning: read('Suspended') },
    {},
    [
      ['versioning', 'missed', /suspended: .* gone at once/],
      ['retention', 'missed', /nothing that is deleted now/],
    ],
  ],
  [
    'no versioning',
    { versioning: read('never enabled') },
    {},
    [
      ['versioning', 'missed', /never enabled/],
      ['retention', 'missed', /nothing that is deleted now/],
    ],
  ],
  [
    'versioning unread',
    { versioning: DENIED },
    {},
    [
      ['versioning', 'unknown', /AWS does not allow it/],
      ['retention', 'unknown', /AWS does not allow it/],
    ],
  ],
  [
    'noncurrent versions that expire a day early',
    lifecycle(current, expiresAfter(89), abort),
    OTHER,
    [['retention', 'missed', /after 89 days, the objective is 90$/]],
  ],
  ['noncurrent versions that expire on the day', lifecycle(current, expiresAfter(90), abort), OTHER, []],
  [
    'only the newest versions kept longer',
    lifecycle(current, expiresAfter(30, 5), abort),
    OTHER,
    [['retention', 'missed', /after 30 days.*newest 5 noncurrent versions .* loses its older states/]],
  ],
  [
    'a second rule that expires a part sooner',
    lifecycle(current, noncurrent, abort, {
      ...expiresAfter(7),
      id: 'logs',
      scope: 'keys that begin with "logs/"',
    }),
    OTHER,
    [['retention', 'missed', /the rule "logs" \(keys that begin with "logs\/"\).* after 7 days/]],
  ],
  [
    'current versions that expire, marked then and gone later',
    lifecycle(current, noncurrent, abort, rule({ id: 'old', expires: 'after 400 days' })),
    OTHER,
    [['retention', 'missed', /never change vanish.*expire after 400 days.*for good after 365 days more/]],
  ],
  [
    'markers that nothing removes',
    lifecycle(current, { ...noncurrent, removesLoneMarkers: false }, abort),
    OTHER,
    [['delete markers', 'advice', /slow every listing$/]],
  ],
  ['no noncurrent expiry, so markers are never alone', lifecycle(current, abort), OTHER, []],
  [
    'an RTO shorter than a standard retrieval',
    {},
    objectives({ rtoHours: 11 }),
    [['recovery time', 'missed', /DEEP_ARCHIVE .* up to 12 h, the objective is 11 h/]],
  ],
  [
    'the same with recovery points of AWS Backup',
    {},
    { ...objectives({ rtoHours: 11 }), hasWarmCopy: true },
    [['recovery time', 'advice', /only AWS Backup's recovery points meet it/]],
  ],
  ['an RTO that only standard retrievals meet', {}, objectives({ rtoHours: 12 }), []],
  [
    'noncurrent versions in Deep Archive while they may be wanted',
    lifecycle(
      { ...noncurrent, noncurrentTransitions: [{ afterDays: 89, storageClass: 'DEEP_ARCHIVE' }] },
      abort,
    ),
    { ...objectives({ rtoHours: 4 }), ...OTHER },
    [['recovery time', 'missed', /noncurrent versions after 89 days/]],
  ],
  [
    'noncurrent versions in Deep Archive after nobody wants them any more',
    lifecycle(
      { ...noncurrent, noncurrentTransitions: [{ afterDays: 90, storageClass: 'DEEP_ARCHIVE' }] },
      abort,
    ),
    { ...objectives({ rtoHours: 4 }), ...OTHER },
    [],
  ],
  [
    'current versions in Deep Archive after the retention: they are still what there is',
    lifecycle(
      { ...current, transitions: [{ afterDays: 400, storageClass: 'DEEP_ARCHIVE' }] },
      noncurrent,
      abort,
    ),
    { ...objectives({ rtoHours: 4 }), ...OTHER },
    [['recovery time', 'missed', /current versions after 400 days/]],
  ],
  [
    'Glacier Flexible Retrieval',
    lifecycle({ ...current, transitions: [{ afterDays: 1, storageClass: 'GLACIER' }] }, noncurrent, abort),
    { ...objectives({ rtoHours: 4 }), ...OTHER },
    [['recovery time', 'missed', /GLACIER .* up to 5 h/]],
  ],
  [
    'Glacier Instant Retrieval',
    lifecycle({ ...current, transitions: [{ afterDays: 1, storageClass: 'GLACIER_IR' }] }, noncurrent, abort),
    { ...objectives({ rtoHours: 0.1 }), ...OTHER },
    [],
  ],
  [
    'an archive tier of Intelligent-Tiering',
    {
      ...lifecycle(noncurrent, abort),
      archiveTiers: read([{ configuration: 'all', tier: 'DEEP_ARCHIVE_ACCESS', afterDays: 180 }]),
    },
    { ...objectives({ rtoHours: 4 }), ...OTHER },
    [['recovery time', 'missed', /Intelligent-Tiering "all" .* not read for 180 days/]],
  ],
  [
    'versions that lie in Deep Archive without a rule',
    lifecycle(noncurrent, abort),
    { ...objectives({ rtoHours: 4 }), ...OTHER, ...storedIn('DEEP_ARCHIVE') },
    [['recovery time', 'missed', /objects are there now/]],
  ],
  [
    'a key of somebody else',
    {
      encryption: read({
        algorithm: 'aws:kms',
        keyId: 'arn:aws:kms:eu-central-1:999999999999:key/x',
        bucketKey: true,
      }),
    },
    {},
    [['encryption', 'missed', /key\/x .*not by the environment's key/]],
  ],
  [
    "S3's own key",
    { encryption: read(undefined) },
    {},
    [['encryption', 'missed', /by S3's own keys \(AES256\)/]],
  ],
  [
    'the key by its id alone',
    {
      encryption: read({
        algorithm: 'aws:kms',
        keyId: '11111111-2222-3333-4444-555555555555',
        bucketKey: true,
      }),
    },
    {},
    [],
  ],
  [
    'a key that is about to go',
    {},
    { keyState: read('PendingDeletion') },
    [['encryption', 'missed', /is PendingDeletion: nothing that it encrypted/]],
  ],
  ['a key whose state is unread', {}, { keyState: DENIED }, [['encryption', 'unknown', /state of the key/]]],
  [
    'no bucket key',
    {
      encryption: read({
        algorithm: 'aws:kms',
        keyId: '11111111-2222-3333-4444-555555555555',
        bucketKey: false,
      }),
    },
    {},
    [['encryption', 'advice', /bucket key is off/]],
  ],
  [
    'no public access block',
    { publicAccessBlock: read(undefined) },
    {},
    [['public access', 'missed', /blockPublicAcls, .* are off/]],
  ],
  [
    'one switch off',
    {
      publicAccessBlock: read({
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: false,
        restrictPublicBuckets: true,
      }),
    },
    {},
    [['public access', 'missed', /blockPublicPolicy is off/]],
  ],
  [
    'a public policy',
    { policyIsPublic: read(true) },
    {},
    [['public access', 'missed', /lets the public in/]],
  ],
  ['no policy', { policy: read(undefined) }, {}, [['TLS only', 'missed', /lets plain HTTP in/]]],
  [
    'plain HTTP refused for objects only',
    policy({ ...REFUSES_HTTP, Resource: 'arn:aws:s3:::archive/*' }),
    {},
    [['TLS only', 'missed', /to the objects only/]],
  ],
  [
    'plain HTTP refused for the bucket only',
    policy({ ...REFUSES_HTTP, Resource: 'arn:aws:s3:::archive' }),
    {},
    [['TLS only', 'missed', /to the bucket only/]],
  ],
  [
    'plain HTTP refused for another bucket',
    policy({ ...REFUSES_HTTP, Resource: ['arn:aws:s3:::archives', 'arn:aws:s3:::archives/*'] }),
    {},
    [['TLS only', 'missed', /only/]],
  ],
  [
    'plain HTTP refused to one user',
    policy({ ...REFUSES_HTTP, Principal: { AWS: 'arn:aws:iam::123456789012:user/a' } }),
    {},
    [['TLS only', 'missed', /lets plain HTTP in/]],
  ],
  [
    'plain HTTP refused for reading',
    policy({ ...REFUSES_HTTP, Action: 's3:GetObject' }),
    {},
    [['TLS only', 'missed', /lets plain HTTP in/]],
  ],
  [
    'plain HTTP refused from one network',
    policy({
      ...REFUSES_HTTP,
      Condition: { ...REFUSES_HTTP.Condition, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    }),
    {},
    [['TLS only', 'missed', /lets plain HTTP in/]],
  ],
  [
    'plain HTTP refused in two statements',
    policy(
      { ...REFUSES_HTTP, Principal: '*', Resource: 'arn:aws:s3:::archive' },
      { ...REFUSES_HTTP, Action: ['s3:*'], Resource: 'arn:aws:s3:::archive/*' },
    ),
    {},
    [],
  ],
  ['ACLs', { ownership: read(undefined) }, {}, [['ownership', 'advice', /ObjectWriter: ACLs count/]]],
  [
    'uploads that stay',
    lifecycle(current, noncurrent),
    OTHER,
    [['unfinished uploads', 'advice', /billed for ever/]],
  ],
  [
    'uploads that go in one folder only',
    lifecycle(current, noncurrent, { ...abort, scope: 'keys' }),
    OTHER,
    [['unfinished uploads', 'advice', /billed for ever/]],
  ],
  [
    'no object lock',
    { objectLock: read(undefined) },
    {},
    [['object lock', 'advice', /can destroy the archive/]],
  ],
  ['no replication', { replication: read([]) }, {}, [['replication', 'advice', /no replication/]]],
  ['no access log', { loggingBucket: read(undefined) }, {}, [['access log', 'advice', /who deleted/]]],
  [
    'an access log elsewhere',
    { loggingBucket: read('other') },
    {},
    [['access log', 'drift', /to other, not to access-logs/]],
  ],
  [
    'another number of days than the environment has',
    lifecycle(
      { ...current, transitions: [{ afterDays: 60, storageClass: 'DEEP_ARCHIVE' }] },
      noncurrent,
      abort,
    ),
    {},
    [['drift', 'drift', /deepArchiveAfterDays is 90 in the environment, and 60 in the bucket/]],
  ],
  [
    'a rule that the environment does not know',
    lifecycle(current, noncurrent, abort, rule({ id: 'by hand', scope: 'keys that begin with "tmp/"' })),
    {},
    [['drift', 'drift', /"by hand" \(keys that begin with "tmp\/"\) is in the bucket and not/]],
  ],
  [
    'a class on the way that the environment does not know',
    lifecycle(
      { ...current, transitions: [{ afterDays: 30, storageClass: 'STANDARD_IA' }, ...current.transitions] },
      noncurrent,
      abort,
    ),
    {},
    [['drift', 'drift', /transitions is none in the environment, and STANDARD_IA after 30 in the bucket/]],
  ],
];

describe('the audit of an archive', () => {
  it('finds nothing against one that is as the storage layer deploys it, with all that is advised', () => {
    const findings = findingsFor(soundEvidence());
    expect(findings.filter(({ verdict }) => verdict !== 'met')).toEqual([]);
    expect(isObjectiveMet(findings)).toBe(true);
    expect(new Set(findings.map(({ check }) => check)).size).toBeGreaterThan(10);
  });

  it.each(BROKEN)('with %s says that and nothing else', (_what, settings, rest, expected) => {
    const findings = findingsFor(soundEvidence(settings, rest)).filter(({ verdict }) => verdict !== 'met');
    expect(findings.map(({ check, verdict }) => [check, verdict])).toEqual(
      expected.map(([check, verdict]) => [check, verdict]),
    );
    for (const [at, [, , says]] of expected.entries()) expect(findings[at]?.message).toMatch(says);
    expect(isObjectiveMet(findings)).toBe(
      !expected.some(([, verdict]) => verdict === 'missed' || verdict === 'drift'),
    );
  });

  it('calls nothing met that it could not read', () => {
    const names = Object.keys(soundEvidence().settings) as (keyof BucketSettings)[];
    const unread = Object.fromEntries(names.map((name) => [name, DENIED])) as unknown as BucketSettings;
    const verdicts = findingsFor(soundEvidence(unread)).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['unknown']));
  });

  it.each<[keyof BucketSettings, readonly string[]]>([
    ['versioning', ['versioning', 'retention']],
    ['lifecycle', ['retention', 'recovery time', 'unfinished uploads']],
    ['encryption', ['encryption']],
    ['publicAccessBlock', ['public access']],
    // The block, where it is whole, overrules any policy.
    ['policyIsPublic', []],
    ['policy', ['TLS only']],
    ['ownership', ['ownership']],
    ['objectLock', ['object lock']],
    ['replication', ['replication']],
    ['mfaDelete', []],
    ['loggingBucket', ['access log']],
    ['archiveTiers', ['recovery time']],
  ])('calls nothing met that depends on %s where only that could not be read', (name, checks) => {
    const findings = findingsFor(soundEvidence({ [name]: DENIED }));
    expect(findings.filter(({ verdict }) => verdict === 'unknown').map(({ check }) => check)).toEqual(checks);
    const met = findings.filter(({ verdict }) => verdict === 'met').map(({ check }) => check);
    expect(met.filter((check) => checks.includes(check))).toEqual([]);
  });

  it('says of a recovery time that is missed anyway so, though tiers could not be read', () => {
    const findings = findingsFor(soundEvidence({ archiveTiers: DENIED }, objectives({ rtoHours: 1 })));
    expect(findings.find(({ check }) => check === 'recovery time')?.verdict).toBe('missed');
  });
});
