import { spawn } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { down, up } from '@strata/local-aws-tool';
import { childrenOf, forgetPeak, peakMiB } from './memory';
import { makeBucket, makeTransfer, REGION } from './transfer';

/** How a tree was copied by one of the two. */
export interface CopyFigures {
  /** Seconds into an empty bucket. */
  readonly first: number;
  /** Seconds when nothing had changed. */
  readonly unchanged: number;
  /** Peak memory of its process over both, MiB: of the local AWS for DataSync, of `aws` for the other. */
  readonly peakMiB: number;
}

/** One tree, copied by both into the same local AWS. */
export interface DataSyncFigures {
  readonly tree: string;
  readonly dataSync: CopyFigures;
  readonly s3Sync: CopyFigures;
  /** Peak memory of the process that keeps the objects of both, MiB. */
  readonly storeMiB: number;
}

interface Tree {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly filesPerFolder: number;
}

const TREES: readonly Tree[] = [
  { name: '5,000 files of 4 KB', files: 5000, bytes: 4096, filesPerFolder: 100 },
  { name: '2 files of 1 GB', files: 2, bytes: 1 << 30, filesPerFolder: 2 },
];
const SEED = 'strata';

/** Copies each tree by the local DataSync and by `aws s3 sync`, each twice, to the same endpoint. Linux only. */
export async function benchmarkDataSync(trees: readonly Tree[] = TREES): Promise<DataSyncFigures[]> {
  const figures: DataSyncFigures[] = [];
  // A local AWS for each tree: moto does not give back the memory of the one before.
  for (const tree of trees) figures.push(await copyTree(tree));
  return figures;
}

async function copyTree(tree: Tree): Promise<DataSyncFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-bench-'));
  const { endpoint, pid } = await up({ dataDir, port: 0 });
  try {
    const transfer = await makeTransfer(endpoint, dataDir, 'by-datasync');
    await makeBucket(endpoint, 'by-s3-sync');
    await grow(transfer.share, tree);
    await forgetPeak(pid);
    const first = await seconds(() => transfer.run());
    const unchanged = await seconds(async () => {
      const { FilesTransferred } = await transfer.run();
      if (FilesTransferred !== 0) throw new Error(`${FilesTransferred} unchanged files were transferred`);
    });
    const dataSync = { first, unchanged, peakMiB: await peakMiB(pid) };
    transfer.close();
    const s3Sync = await copyByCli(endpoint, transfer.share);
    const peaks = await Promise.all((await storeProcesses(pid)).map(peakMiB));
    return { tree: tree.name, dataSync, s3Sync, storeMiB: Math.max(...peaks) };
  } finally {
    await down({ dataDir });
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** moto, which a shell of the local AWS has started. */
async function storeProcesses(pid: number): Promise<number[]> {
  const children = await childrenOf(pid);
  return [...children, ...(await Promise.all(children.map(childrenOf))).flat()];
}

async function copyByCli(endpoint: string, folder: string): Promise<CopyFigures> {
  let peak = 0;
  const sync = async (): Promise<void> => {
    peak = Math.max(peak, await runCli(['s3', 'sync', folder, 's3://by-s3-sync', '--no-progress'], endpoint));
  };
  const first = await seconds(sync);
  const unchanged = await seconds(sync);
  return { first, unchanged, peakMiB: peak };
}

/** Runs the AWS CLI. @returns its peak memory, MiB */
async function runCli(args: readonly string[], endpoint: string): Promise<number> {
  const child = spawn('aws', ['--endpoint-url', endpoint, '--region', REGION, ...args], {
    env: { ...process.env, AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  let peak = 0;
  // A process takes its peak with it when it ends.
  const sampler = setInterval(() => {
    void peakMiB(child.pid ?? 0).then((now) => (peak = Math.max(peak, now)));
  }, 20);
  try {
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new Error(`aws ${args.join(' ')} ended with ${String(code)}:\n${errors}`);
    return peak;
  } finally {
    clearInterval(sampler);
  }
}

/** Fills a folder with files that look random and are the same in each run. */
async function grow(folder: string, { files, bytes, filesPerFolder }: Tree): Promise<void> {
  const noise = createCipheriv('aes-128-ctr', SEED.padEnd(16), Buffer.alloc(16));
  const chunk = Buffer.alloc(Math.min(bytes, 1 << 22));
  for (let nth = 0; nth < files; nth++) {
    const parent = join(folder, `folder-${Math.floor(nth / filesPerFolder)}`);
    await mkdir(parent, { recursive: true });
    const path = join(parent, `file-${nth}`);
    if (bytes === chunk.length) {
      await writeFile(path, noise.update(chunk));
      continue;
    }
    const file = await open(path, 'w');
    for (let at = 0; at < bytes; at += chunk.length) await file.write(noise.update(chunk));
    await file.close();
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
