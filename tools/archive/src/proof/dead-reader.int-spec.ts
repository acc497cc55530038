import { join } from 'node:path';
import { startProgram } from '@strata/testing/programs';
import { type LiveS3, startLiveS3, writeTree } from '../testing/live-s3';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

/** Runs `archive <args>` in a process of its own whose reader leaves after its first lines. */
async function withDeadReader(...args: readonly string[]): Promise<number | null> {
  const { child, ended } = startProgram(join(__dirname, '../testing/main.ts'), args, aws.endpoint);
  child.stdout.once('data', () => child.stdout.destroy());
  return (await ended).code;
}

it('does not stop a sync half-way, whose exit code is that of the sync', async () => {
  const [from, bucket] = [await aws.directory(), await aws.bucket()];
  // More lines than a pipe holds.
  const tree = Object.fromEntries(
    Array.from({ length: 500 }, (_, nth) => [`${nth}`.padStart(200, '-'), 'x']),
  );
  await writeTree(from, tree);
  expect(await withDeadReader('sync', from, `s3://${bucket}`, '--json')).toBe(0);
  expect(await aws.contents(bucket)).toEqual(tree);
  const refused = ['sync', await aws.directory(), `s3://${bucket}`, '--delete', '--json'];
  expect(await withDeadReader(...refused)).toBe(3);
  expect(await withDeadReader('versions', `s3://${bucket}`, '--json')).toBe(0);
});
