import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { down, up } from '@strata/local-aws-tool';
import type { PlanningFigures } from './archive-planning';
import { ROOT } from './measure';
import { isInstalled, type ProgramRun, runProgram } from './program';
import { makeBucket, REGION } from './transfer';

/** How one tool synced a tree into an empty bucket, and again. */
export interface SyncFigures {
  readonly tool: string;
  /** Seconds of the whole program, its start among them. */
  readonly first: number;
  readonly unchanged: number;
  /** When one file of all had another content. */
  readonly oneChanged: number;
  /** Over all three, MiB. Linux only. */
  readonly peakMiB: number;
}

/** Strata against others, on one machine and endpoint and with one tree. */
export interface ArchiveFigures {
  readonly files: number;
  /** Those that are installed. */
  readonly sync: readonly SyncFigures[];
  readonly planning: PlanningFigures;
  /** What is compared without being changed: a tree with a bucket that is the same. Seconds. */
  readonly dryRun: { readonly objects: number; readonly strata: number; readonly awsCli: number };
}

/** How much is measured. */
export interface ArchiveSizes {
  /** Files that are synced. @default 10000 */
  readonly files?: number;
  /** Objects of the dry run. @default 100000 */
  readonly dryRunObjects?: number;
  /** Generated objects that are planned over. @default 1000000 */
  readonly plannedObjects?: number;
}

const FILE_BYTES = 4096;
const FILES_PER_FOLDER = 100;
/** Files that are younger than two seconds when they are stored are in doubt at the next run: clocks differ. */
const SETTLE_MS = 3000;

/** A tool that syncs a directory into a bucket. */
interface SyncTool {
  readonly name: string;
  readonly program: string;
  args(directory: string, bucket: string, endpoint: string): readonly string[];
  env(endpoint: string): Readonly<Record<string, string>>;
}

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench', AWS_REGION: REGION };

const STRATA: SyncTool = {
  name: 'strata',
  program: join(ROOT, 'strata'),
  args: (directory, bucket) => ['archive', 'sync', directory, `s3://${bucket}`, '--env', 'local'],
  env: (endpoint) => ({ STRATA_ENDPOINT: endpoint }),
};

const AWS_CLI: SyncTool = {
  name: 'aws s3 sync',
  program: 'aws',
  args: (directory, bucket, endpoint) => [
    's3',
    'sync',
    directory,
    `s3://${bucket}`,
    '--no-progress',
    '--endpoint-url',
    endpoint,
    '--region',
    REGION,
  ],
  env: () => CREDENTIALS,
};

const RCLONE: SyncTool = {
  name: 'rclone sync',
  program: 'rclone',
  args: (directory, bucket) => ['sync', directory, `bench:${bucket}`],
  env: (endpoint) => ({
    RCLONE_CONFIG_BENCH_TYPE: 's3',
    RCLONE_CONFIG_BENCH_PROVIDER: 'Other',
    RCLONE_CONFIG_BENCH_ENDPOINT: endpoint,
    RCLONE_CONFIG_BENCH_REGION: REGION,
    RCLONE_CONFIG_BENCH_ACCESS_KEY_ID: 'bench',
    RCLONE_CONFIG_BENCH_SECRET_ACCESS_KEY: 'bench',
    RCLONE_CONFIG_BENCH_FORCE_PATH_STYLE: 'true',
    // No file of the user's, and no certificates: rclone 1.60 fails on those of AWS's variable.
    RCLONE_CONFIG: '/dev/null',
    AWS_CA_BUNDLE: '',
  }),
};

/** Compares `./strata archive sync` with `aws s3 sync` and rclone. What is not installed is left out, and said so. */
export async function benchmarkArchive({
  files = 10_000,
  dryRunObjects = 100_000,
  plannedObjects = 1_000_000,
}: ArchiveSizes = {}): Promise<ArchiveFigures> {
  const planning = await planInOwnProcess(plannedObjects);
  const tools: SyncTool[] = [];
  for (const tool of [STRATA, AWS_CLI, RCLONE]) {
    if (await isInstalled(tool.program)) tools.push(tool);
    else process.stderr.write(`${tool.program} is not installed: ${tool.name} is left out\n`);
  }
  const sync = await withTree(files, async (directory, endpoint) => {
    const figures: SyncFigures[] = [];
    for (const tool of tools) figures.push(await syncBy(tool, directory, endpoint));
    return figures;
  });
  const dryRun = await withTree(dryRunObjects, dryRuns);
  return { files, sync, planning, dryRun: { objects: dryRunObjects, ...dryRun } };
}

async function syncBy(tool: SyncTool, directory: string, endpoint: string): Promise<SyncFigures> {
  const bucket = `by-${tool.program === STRATA.program ? 'strata' : tool.program}`;
  await makeBucket(endpoint, bucket);
  const run = () => runProgram(tool.program, tool.args(directory, bucket, endpoint), tool.env(endpoint));
  const first = await run();
  const unchanged = await run();
  await appendFile(join(directory, 'folder-0', 'file-0'), tool.name);
  const oneChanged = await run();
  const peakMiB = Math.max(...[first, unchanged, oneChanged].map((each) => each.peakMiB));
  return {
    tool: tool.name,
    first: first.seconds,
    unchanged: unchanged.seconds,
    oneChanged: oneChanged.seconds,
    peakMiB,
  };
}

async function dryRuns(directory: string, endpoint: string): Promise<{ strata: number; awsCli: number }> {
  const bucket = 'dry-run';
  await makeBucket(endpoint, bucket);
  const run = (tool: SyncTool, ...more: string[]): Promise<ProgramRun> =>
    runProgram(tool.program, [...tool.args(directory, bucket, endpoint), ...more], tool.env(endpoint));
  await run(STRATA);
  const strata = await run(STRATA, '--dry-run');
  if (!(await isInstalled(AWS_CLI.program))) return { strata: strata.seconds, awsCli: NaN };
  const awsCli = await run(AWS_CLI, '--dryrun');
  if (awsCli.stdout !== '') throw new Error(`aws s3 sync would change something:\n${awsCli.stdout}`);
  return { strata: strata.seconds, awsCli: awsCli.seconds };
}

/** Has something done with a tree of small files and a local AWS of its own. */
async function withTree<T>(
  files: number,
  work: (directory: string, endpoint: string) => Promise<T>,
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'strata-bench-'));
  const directory = join(home, 'tree');
  const dataDir = join(home, 'aws');
  try {
    await grow(directory, files);
    const { endpoint } = await up({ dataDir, port: 0 });
    await sleep(SETTLE_MS);
    return await work(directory, endpoint);
  } finally {
    await down({ dataDir });
    await rm(home, { recursive: true, force: true });
  }
}

async function grow(directory: string, files: number): Promise<void> {
  for (let nth = 0; nth < files; nth++) {
    const folder = join(directory, `folder-${Math.floor(nth / FILES_PER_FOLDER)}`);
    if (nth % FILES_PER_FOLDER === 0) await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `file-${nth}`), `${nth}\n`.repeat(FILE_BYTES).slice(0, FILE_BYTES));
  }
}

async function planInOwnProcess(objects: number): Promise<PlanningFigures> {
  const script = join(__dirname, 'archive-planning.ts');
  const { stdout } = await runProgram(process.execPath, ['--import', 'tsx', script, String(objects)]);
  return JSON.parse(stdout) as PlanningFigures;
}
