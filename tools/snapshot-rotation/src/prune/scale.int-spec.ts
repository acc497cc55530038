import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Plans 100,000 snapshots in a process of its own. */
async function planAtScale(...nodeOptions: string[]): Promise<Record<string, number>> {
  const script = join(__dirname, '..', 'testing', 'plan-at-scale.ts');
  const args = [...nodeOptions, '--require', require.resolve('tsx/cjs'), script];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Record<string, number>;
}

it('plans 100,000 snapshots in under a second', async () => {
  const { milliseconds, removed } = await planAtScale();
  expect(removed).toBe(89_000);
  expect(milliseconds).toBeLessThan(1000);
});

it('needs less than 200 MB for it, the snapshots and Node.js itself included', async () => {
  // Node.js leaves garbage lying about while nobody is short of memory: it is told that there are 112 MiB.
  const { memoryMiB, removed } = await planAtScale('--max-old-space-size=112');
  expect(removed).toBe(89_000);
  expect(memoryMiB).toBeLessThan(200);
});
