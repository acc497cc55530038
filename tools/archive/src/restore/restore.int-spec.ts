import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import { setUnkind } from '@strata/local-aws-tool';
import fc from 'fast-check';
import { comparedDifferences } from '../diff/compare';
import { planDiff } from '../diff/plan';
import { listVersions } from '../gateway/list-versions';
import { type LiveBucket, type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { CHECKED } from '../testing/restore-scene';
import { collected } from '../testing/versions';
import type { ItemOutcome } from './journal';
import { openJournal } from './journal-store';
import { carryOut, factsOf, itemsToRun, runPlan, type RunOptions } from './run';
import { readRestorePlan, type RestoreRequest } from './read-plan';
import { readUndoPlan } from './undo';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

/** Keys that listings, headers and URLs could each get wrong. */
const KEYS = ['a', 'a b+c', 'a/100% sure', 'a%20b', 'ü/😀', "it's (1)", 'x=1&y=?#'];

const request = (bucket: string, at: Date, more: Partial<RestoreRequest> = {}): RestoreRequest => ({
  bucket,
  prefix: '',
  at,
  destination: { kind: 'in-place' },
  mirror: false,
  maxDelete: { count: 1000, percent: 100 },
  tier: 'standard',
  days: 1,
  ...more,
});

async function restore(asked: RestoreRequest, options: RunOptions = {}) {
  const plan = await readRestorePlan(aws.connections, asked);
  return runPlan(aws.connections, factsOf(aws.connections, asked), plan, options);
}

async function undo(bucket: LiveBucket, runId: string) {
  const { facts, plan } = await readUndoPlan(aws.connections, bucket.name, runId);
  return runPlan(aws.connections, facts, plan);
}

async function differences({ name }: LiveBucket, from: Date) {
  const versions = listVersions(aws.connections, { bucket: name });
  const planned = planDiff(versions, from, aws.connections.clock.now());
  return collected(comparedDifferences(aws.connections, name, planned));
}

const edit = fc.record({
  key: fc.constantFrom(...KEYS),
  content: fc.option(fc.string({ maxLength: 8 }), { freq: 2 }),
});
const rounds = fc.array(fc.array(edit, { minLength: 3, maxLength: 10 }), { minLength: 3, maxLength: 3 });

it.each([
  ['a bucket', false],
  ['a bucket with SSE-KMS, where no ETag tells of the content', true],
])(
  'brings back %s of any earlier second by bytes, and undoing brings back what was',
  async (_, encrypted) => {
    await fc.assert(
      fc.asyncProperty(rounds, async (history) => {
        const bucket = await aws.bucket({ encrypted });
        const moments: { readonly at: Date; readonly tree: Record<string, string> }[] = [];
        for (const edits of history) {
          for (const { key, content } of edits) {
            if (content === null) await bucket.delete(key);
            else await bucket.put(key, content, CHECKED);
          }
          const tree = await bucket.tree();
          moments.push({ at: await aws.secondIsOver(), tree });
        }
        const last = await bucket.tree();
        for (const { at, tree } of moments) {
          const asked = request(bucket.name, at, { mirror: true });
          const report = await restore(asked);
          expect(report.failed).toEqual([]);
          expect(await bucket.tree()).toEqual(tree);
          expect((await readRestorePlan(aws.connections, asked)).items).toEqual([]);
          await aws.secondIsOver();
          expect(await differences(bucket, at)).toEqual([]);
          if (report.done === 0) continue;
          expect((await undo(bucket, report.run.runId)).failed).toEqual([]);
          expect(await bucket.tree()).toEqual(last);
          expect(await undo(bucket, report.run.runId)).toMatchObject({ done: 0, left: 0, failed: [] });
        }
      }),
      { numRuns: 2, seed: 20260301 },
    );
  },
);

it('keeps metadata, tags and storage class, copies large objects in parts, leaves what was made since', async () => {
  const bucket = await aws.bucket();
  const large = Buffer.alloc(11 * 1024 ** 2, 'large ');
  const more = {
    Metadata: { owner: 'ops' },
    ContentType: 'text/csv',
    Tagging: 'team=web',
    StorageClass: 'STANDARD_IA',
  } as const;
  await bucket.put('large', large, more);
  await bucket.put('small', 'one', more);
  await bucket.put('same', 'same');
  const at = await aws.secondIsOver();
  await bucket.put('large', 'torn');
  await bucket.put('small', 'two');
  await bucket.delete('same');
  await bucket.put('new', 'new');
  const report = await restore(request(bucket.name, at), {
    sizes: { multipartAbove: 6e6, partBytes: 5 * 1024 ** 2 },
  });
  expect(report).toMatchObject({ done: 3, left: 1, failed: [] });
  expect(await bucket.tree()).toEqual({ large: large.toString(), small: 'one', same: 'same', new: 'new' });
  for (const Key of ['large', 'small']) {
    const target = { Bucket: bucket.name, Key };
    const head = await aws.connections.s3.send(new HeadObjectCommand(target));
    expect(head).toMatchObject({
      Metadata: { owner: 'ops' },
      ContentType: 'text/csv',
      StorageClass: 'STANDARD_IA',
    });
    const { TagSet } = await aws.connections.s3.send(new GetObjectTaggingCommand(target));
    expect(TagSet).toEqual([{ Key: 'team', Value: 'web' }]);
  }
});

it('does not undo what somebody has changed since', async () => {
  const bucket = await aws.bucket();
  await bucket.put('a', '1');
  await bucket.put('b', '1');
  const at = await aws.secondIsOver();
  await bucket.put('a', '2');
  await bucket.put('b', '2');
  const { run } = await restore(request(bucket.name, at));
  await bucket.put('b', 'theirs');
  expect(await undo(bucket, run.runId)).toMatchObject({ done: 1, left: 1 });
  expect(await bucket.tree()).toEqual({ a: '2', b: 'theirs' });
});

it('goes back to before versioning was on, and says that it is not certain', async () => {
  const bucket = await aws.bucket({ versioned: false });
  await bucket.put('old', 'null version');
  const at = await aws.secondIsOver();
  await expect(readRestorePlan(aws.connections, request(bucket.name, at))).rejects.toThrow(
    /never had versioning/,
  );
  await bucket.put('late', 'null version, too');
  await bucket.versioning('Enabled');
  await bucket.put('old', 'new');
  const plan = await readRestorePlan(aws.connections, request(bucket.name, at, { mirror: true }));
  expect(plan.items).toMatchObject([{ key: 'old', action: 'copy', source: { versionId: 'null' } }]);
  expect(plan.uncertain.first).toMatchObject([{ key: 'late' }]);
  await restore(request(bucket.name, at));
  expect(await bucket.tree()).toMatchObject({ old: 'null version' });
});

it('refuses to restore in place where versioning is suspended', async () => {
  const bucket = await aws.bucket();
  await bucket.put('a', '1');
  const at = await aws.secondIsOver();
  await bucket.delete('a');
  await bucket.versioning('Suspended');
  const before = await bucket.tree();
  await expect(restore(request(bucket.name, at))).rejects.toMatchObject({ exitCode: 3 });
  expect(await bucket.tree()).toEqual(before);
});

it('refuses to mirror away more than is allowed, and then does nothing', async () => {
  const bucket = await aws.bucket();
  await bucket.put('a', '1');
  const at = await aws.secondIsOver();
  for (const key of ['b', 'c']) await bucket.put(key, '1');
  const asked = request(bucket.name, at, { mirror: true, maxDelete: { count: 1, percent: 100 } });
  await expect(restore(asked)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('"b", "c"'),
  });
  expect(Object.keys(await bucket.tree())).toEqual(['a', 'b', 'c']);
});

it('restores to a directory: what was, dated as it was, and no name that no file can have', async () => {
  const bucket = await aws.bucket();
  const names = ['p/a', 'p/deep/100% ü', 'p/../escape', 'p/link/out', 'p/empty'];
  for (const key of names)
    await bucket.put(key, key === 'p/empty' ? '' : key, {
      Metadata: { 'file-mtime': '1700000000123456789ns' },
    });
  await bucket.put('p/folder/', '');
  await bucket.put('p-other', 'not asked for');
  const at = await aws.secondIsOver();
  await bucket.put('p/a', 'later');
  const path = join(aws.directory, 'restored');
  await mkdir(join(aws.directory, 'elsewhere'), { recursive: true });
  await mkdir(path, { recursive: true });
  await symlink(join(aws.directory, 'elsewhere'), join(path, 'link'));
  const asked = request(bucket.name, at, { prefix: 'p', destination: { kind: 'directory', path } });
  const report = await restore(asked);
  expect(report.failed.map(({ key }) => key).sort()).toEqual(['p/../escape', 'p/link/out']);
  expect(await readFile(join(path, 'a'), 'utf8')).toBe('p/a');
  expect(await readFile(join(path, 'deep', '100% ü'), 'utf8')).toBe('p/deep/100% ü');
  expect((await stat(join(path, 'a'))).mtimeMs).toBeCloseTo(1700000000123.456, 2);
  expect((await stat(join(path, 'empty'))).size).toBe(0);
  await writeFile(join(path, 'a'), 'edited');
  const again = await restore(asked);
  expect(again.failed.map(({ detail }) => detail).join()).toMatch(/exists and differs/);
  expect(await readFile(join(path, 'a'), 'utf8')).toBe('edited');
});

it('restores to another bucket, under a prefix', async () => {
  const [bucket, other] = [await aws.bucket(), await aws.bucket()];
  for (const key of KEYS) await bucket.put(`p/${key}`, key);
  const at = await aws.secondIsOver();
  for (const key of KEYS) await bucket.delete(`p/${key}`);
  const asked = request(bucket.name, at, {
    prefix: 'p',
    destination: { kind: 'bucket', bucket: other.name, prefix: 'q/' },
  });
  expect((await restore(asked)).failed).toEqual([]);
  expect(await other.tree()).toEqual(Object.fromEntries([...KEYS].sort().map((key) => [`q/${key}`, key])));
  expect(await bucket.tree()).toEqual({});
});

it('converges through resets and throttles: a rerun does what is left', async () => {
  const bucket = await aws.bucket();
  for (let at = 0; at < 20; at += 1) await bucket.put(`k${at}`, `${at}`);
  const tree = await bucket.tree();
  const at = await aws.secondIsOver();
  for (let key = 0; key < 20; key += 1) await bucket.delete(`k${key}`);
  await setUnkind(aws.endpoint, { faultRate: 0.3, seed: 7, services: ['s3'] });
  try {
    for (let round = 0; round < 5; round += 1) {
      const report = await restore(request(bucket.name, at)).catch(() => undefined);
      if (report?.failed.length === 0) break;
    }
  } finally {
    await setUnkind(aws.endpoint, {});
  }
  expect(await bucket.tree()).toEqual(tree);
});

it('goes on with a run that was stopped, from its journal, and over nothing that was changed since', async () => {
  const bucket = await aws.bucket();
  const keys = Array.from({ length: 12 }, (_, at) => `k${at}`);
  for (const key of keys) await bucket.put(key, 'old');
  const at = await aws.secondIsOver();
  for (const key of keys) await bucket.put(key, 'new');
  const stop = new AbortController();
  let done = 0;
  const asked = request(bucket.name, at);
  const plan = await readRestorePlan(aws.connections, asked);
  const facts = factsOf(aws.connections, asked);
  const stopped = runPlan(aws.connections, facts, plan, {
    concurrency: 1,
    signal: stop.signal,
    onOutcome: () => {
      done += 1;
      if (done === 3) stop.abort(new Error('stopped'));
    },
  });
  await expect(stopped).rejects.toThrow('stopped');
  await bucket.put('k11', 'theirs');
  const {
    facts: read,
    items: noted,
    outcomes,
  } = await openJournal(aws.connections, bucket.name, facts.runId);
  const items = await collected(noted);
  expect([items.length, outcomes.size]).toEqual([12, done]);
  // All of them, as after a crash that lost the outcomes: what is done is seen to be done.
  const counts = { unchanged: 0, left: 0, journalled: true };
  const report = await carryOut(aws.connections, read, itemsToRun(items), counts, { recheck: true });
  expect(report.failed).toEqual([
    expect.objectContaining({
      key: 'k11',
      detail: expect.stringMatching(/changed since the restore was planned/),
    }),
  ]);
  expect(report.done).toBe(11);
  const tree = await bucket.tree();
  expect(
    new Set(Object.entries(tree).map(([key, content]) => (key === 'k11' ? 'their own' : content))),
  ).toEqual(new Set(['old', 'their own']));
});

it('waits for retrievals, look by look, and copies what is there by then', async () => {
  const bucket = await aws.bucket();
  const TagSet = [{ Key: 'local-aws:restore-ms', Value: '1500' }];
  await aws.connections.s3.send(new PutBucketTaggingCommand({ Bucket: bucket.name, Tagging: { TagSet } }));
  const keys = ['a', 'b', 'c'];
  for (const key of keys) await bucket.put(key, 'cold', { StorageClass: 'DEEP_ARCHIVE' });
  await bucket.put('warm', 'warm');
  const at = await aws.secondIsOver();
  for (const key of [...keys, 'warm']) await bucket.put(key, 'new');
  const outcomes: string[] = [];
  const options = {
    wait: true,
    lookEveryMs: 300,
    onOutcome: ({ key, outcome }: ItemOutcome) => outcomes.push(`${key} ${outcome}`),
  };
  const report = await restore(request(bucket.name, at, { storageClass: 'STANDARD' }), options);
  expect(report).toMatchObject({ done: 4, failed: [], waiting: [], notBegun: 0, stopped: undefined });
  expect(outcomes.filter((each) => each === 'a waiting').length).toBeGreaterThan(1);
  expect(outcomes.filter((each) => each.startsWith('warm'))).toEqual(['warm done']);
  expect(await bucket.tree()).toEqual({ a: 'cold', b: 'cold', c: 'cold', warm: 'warm' });
});

it('warns where a lifecycle rule may have deleted what was there', async () => {
  const bucket = await aws.bucket();
  await aws.connections.s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: bucket.name,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: 'thirty',
            Status: 'Enabled',
            Filter: { Prefix: '' },
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          },
        ],
      },
    }),
  );
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  const young = await readRestorePlan(aws.connections, request(bucket.name, daysAgo(29)));
  const old = await readRestorePlan(aws.connections, request(bucket.name, daysAgo(31)));
  expect(young.warnings).toEqual([]);
  expect(old.warnings).toEqual([expect.stringMatching(/"thirty".*deletes versions 30 days after/)]);
});
