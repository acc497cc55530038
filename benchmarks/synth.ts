import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, ROOT, timed } from './measure';

/** Seconds to synthesise all four layers: by the app itself, by the CLI, and out of Nx's cache. */
export async function benchmarkSynth(): Promise<{ app: number; command: number; cached: number }> {
  const outDir = await mkdtemp(join(tmpdir(), 'strata-bench-'));
  const env = { ...process.env, STRATA_ENV: 'local', CDKTF_OUTDIR: outDir };
  const nx = join(ROOT, 'node_modules', '.bin', 'nx');
  const nxSynth = ['run-many', '-t', 'synth', '--output-style', 'static'];
  try {
    const app = await median(5, () => timed('node', ['--import', 'tsx', 'apps/platform/src/main.ts'], env));
    const command = await median(3, () => timed(join(ROOT, 'strata'), ['synth', '--output', outDir], env));
    await timed(nx, nxSynth);
    const cached = await median(3, () => timed(nx, nxSynth));
    return { app, command, cached };
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}
