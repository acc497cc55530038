import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createDataSyncService } from './index';
import { sparse } from './int-files';
import { makeFixture, makeTask, runTask } from './int-fixture';
import { withPeak } from './int-memory';

/*
 * The sizes that the smaller tests stand for. They take minutes, and moto more than 10 GB of memory for the file of 5 GB,
 * so they run on demand: `npm run proof` (CONTRIBUTING.md).
 */

const MIB = 1024 ** 2;
const bus: EventBus = { emit: () => undefined, idle: async () => undefined };
let harness: IntHarness;

beforeEach(async () => {
  harness = await startHarness([createDataSyncService({ bus, dwellMs: 1 })]);
});
afterEach(() => harness.stop());

/** Says what was measured: a proof that nobody reads the figures of proves less. */
function tell(what: string, peakBytes: number, sinceMs: number): void {
  const seconds = ((performance.now() - sinceMs) / 1000).toFixed(1);
  process.stderr.write(`${what}: ${seconds} s, ${Math.round(peakBytes / MIB)} MiB more memory at most\n`);
}

it('copies a sparse file of 5 GB whole and with flat memory, and then nothing', async () => {
  const fixture = await makeFixture(harness);
  const bytes = 5 * 1024 * MIB;
  await sparse(join(fixture.root, 'large'), bytes);
  const task = await makeTask(fixture);
  const since = performance.now();
  const { result, peakBytes } = await withPeak(() => runTask(fixture, task));
  tell('5 GB', peakBytes, since);
  expect(result).toMatchObject({ Status: 'SUCCESS', BytesTransferred: bytes, FilesVerified: 1 });
  // As much as the test with 300 MB allows.
  expect(peakBytes).toBeLessThan(160 * MIB);
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 0 });
});

it('copies 20,000 small files in 200 folders, and then none', async () => {
  const fixture = await makeFixture(harness);
  const files = Array.from({ length: 20_000 }, (_, index) => `d${index % 200}/f${index}`);
  for (let folder = 0; folder < 200; folder += 1) await mkdir(join(fixture.root, `d${folder}`));
  for (const path of files) await writeFile(join(fixture.root, path), path);
  const task = await makeTask(fixture);
  const since = performance.now();
  const { result, peakBytes } = await withPeak(() => runTask(fixture, task));
  tell('20,000 files', peakBytes, since);
  expect(result).toMatchObject({
    Status: 'SUCCESS',
    FilesTransferred: files.length,
    FilesVerified: files.length,
    BytesTransferred: files.join('').length,
  });
  expect(peakBytes).toBeLessThan(256 * MIB);
  const again = performance.now();
  const { result: second, peakBytes: more } = await withPeak(() => runTask(fixture, task));
  tell('20,000 files, nothing changed', more, again);
  expect(second).toMatchObject({ FilesTransferred: 0, FilesSkipped: files.length });
  expect(more).toBeLessThan(256 * MIB);
});
