import { PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { setUnkind } from '@strata/local-aws-tool';
import { type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { request, restore } from '../testing/live-restore';
import { collected } from '../testing/versions';
import type { ItemOutcome } from './journal';
import { openJournal } from './journal-store';
import { readRestorePlan } from './read-plan';
import { carryOut, factsOf, itemsToRun, runPlan } from './run';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

it('converges through resets and throttles: a rerun does what is left', async () => {
  const bucket = await aws.bucket();
  for (let at = 0; at < 20; at += 1) await bucket.put(`k${at}`, `${at}`);
  const tree = await bucket.tree();
  const at = await aws.secondIsOver();
  for (let key = 0; key < 20; key += 1) await bucket.delete(`k${key}`);
  await setUnkind(aws.endpoint, { faultRate: 0.3, seed: 7, services: ['s3'] });
  try {
    for (let round = 0; round < 5; round += 1) {
      const report = await restore(aws, request(bucket.name, at)).catch(() => undefined);
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
  const report = await restore(aws, request(bucket.name, at, { storageClass: 'STANDARD' }), options);
  expect(report).toMatchObject({ done: 4, failed: [], waiting: [], notBegun: 0, stopped: undefined });
  expect(outcomes.filter((each) => each === 'a waiting').length).toBeGreaterThan(1);
  expect(outcomes.filter((each) => each.startsWith('warm'))).toEqual(['warm done']);
  expect(await bucket.tree()).toEqual({ a: 'cold', b: 'cold', c: 'cold', warm: 'warm' });
});
