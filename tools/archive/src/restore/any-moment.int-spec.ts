import fc from 'fast-check';
import { comparedDifferences } from '../diff/compare';
import { planDiff } from '../diff/plan';
import { listVersions } from '../gateway/list-versions';
import { type LiveBucket, type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { KEYS, request, restore, undo } from '../testing/live-restore';
import { CHECKED } from '../testing/restore-scene';
import { collected } from '../testing/versions';
import { readRestorePlan } from './read-plan';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

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
          const report = await restore(aws, asked);
          expect(report.failed).toEqual([]);
          expect(await bucket.tree()).toEqual(tree);
          expect((await readRestorePlan(aws.connections, asked)).items).toEqual([]);
          await aws.secondIsOver();
          expect(await differences(bucket, at)).toEqual([]);
          if (report.done === 0) continue;
          expect((await undo(aws, bucket, report.run.runId)).failed).toEqual([]);
          expect(await bucket.tree()).toEqual(last);
          expect(await undo(aws, bucket, report.run.runId)).toMatchObject({ done: 0, left: 0, failed: [] });
        }
      }),
      { numRuns: 2, seed: 20260301 },
    );
  },
);
