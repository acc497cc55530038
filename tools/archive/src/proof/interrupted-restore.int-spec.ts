import { setUnkind } from '@strata/local-aws-tool';
import { listVersions } from '../gateway/list-versions';
import { isOwnKey } from '../own-keys';
import { openJournal } from '../restore/journal-store';
import { type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { type RestoreScene, restoreScene } from '../testing/restore-scene';
import { interruptArchiveWhen } from '../testing/run-archive';
import { collected } from '../testing/versions';

/** How long S3 keeps its answers to writes back: it has long carried them out when the program is interrupted. */
const ANSWERS_AFTER_MS = 1500;
const COPIES = 6;
/** Those, and what was made since. */
const WRITES = COPIES + 2;

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

/** How many versions and delete markers a bucket has, without Strata's own. */
async function written({ bucket }: RestoreScene): Promise<number> {
  const all = await collected(listVersions(aws.connections, { bucket: bucket.name }));
  return all.filter(({ key }) => !isOwnKey(key)).length;
}

/** Interrupts a restore while S3 has carried out all its writes and answered none. */
async function interrupted(scene: RestoreScene) {
  const before = await written(scene);
  const isTime = async () => (await written(scene)) === before + WRITES;
  const services = ['s3:PUT object', 's3:POST bucket ?delete'];
  await setUnkind(aws.endpoint, { latencyMs: ANSWERS_AFTER_MS, services });
  try {
    return await interruptArchiveWhen(scene.args, aws.endpoint, isTime);
  } finally {
    await setUnkind(aws.endpoint, {});
  }
}

it('finishes and notes what S3 has been asked for when a restore is interrupted, so that it can be undone', async () => {
  const scene = await restoreScene(aws, COPIES);
  const ran = await interrupted(scene);
  expect([ran.code, ran.stderr]).toEqual([130, expect.stringContaining('what is under way is finished')]);
  expect(await scene.bucket.tree()).toEqual(scene.then);
  const [runId = ''] = await scene.runs();
  const { outcomes, items } = await openJournal(aws.connections, scene.bucket.name, runId);
  expect(await collected(items)).toHaveLength(WRITES);
  expect([...outcomes.values()].map(({ outcome }) => outcome)).toEqual(Array(WRITES).fill('done'));
  expect((await scene.undo(runId)).code).toBe(0);
  expect(await scene.bucket.tree()).toEqual(scene.now);
});
