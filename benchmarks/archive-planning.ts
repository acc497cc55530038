import { readFile } from 'node:fs/promises';
import { type Batch, createFilter, type Listed, planSync } from '@strata/archive-tool';

/** What planning over generated listings took. */
export interface PlanningFigures {
  readonly objects: number;
  readonly seconds: number;
  /** Peak memory of the whole process, MiB. Linux only. */
  readonly peakMiB: number;
  /** Of it, before the first object came. */
  readonly startMiB: number;
}

const PAGE = 1000;
/** One file in so many is new, and one object in so many has no file any more. */
const CHANGED = 10_000;
const STORED = new Date('2026-06-01T00:00:00Z');
const WRITTEN_NS = BigInt(Date.parse('2026-01-01T00:00:00Z')) * 1_000_000n;

/**
 * Plans a sync of a generated tree to a generated listing, page by page, as they would come from a disk and from S3:
 * nothing but planning is measured.
 */
export async function benchmarkPlanning(objects: number): Promise<PlanningFigures> {
  const startMiB = await peak();
  const startedAt = performance.now();
  const plan = await planSync({
    source: generated(objects, (nth, path) => (nth % CHANGED === 1 ? undefined : file(path, nth))),
    destination: generated(objects, (nth, path) => (nth % CHANGED === 2 ? undefined : object(path, nth))),
    filter: createFilter(),
    comparison: 'time',
    skewMs: () => 0,
    isDeleting: true,
    nameFault: () => undefined,
    isTree: false,
    settle: () => Promise.reject(new Error('nothing here is in doubt')),
  });
  const { amounts } = plan;
  const changed = Math.floor((objects + CHANGED - 2) / CHANGED);
  if (
    amounts.new.items !== Math.floor((objects + CHANGED - 3) / CHANGED) ||
    amounts.delete.items !== changed
  ) {
    throw new Error(`the plan is not right: ${JSON.stringify(amounts)}`);
  }
  await plan.close();
  return { objects, seconds: (performance.now() - startedAt) / 1000, peakMiB: await peak(), startMiB };
}

async function* generated(
  count: number,
  entryOf: (nth: number, path: string) => Listed | undefined,
): AsyncGenerator<Batch, void, undefined> {
  for (let first = 0; first < count; first += PAGE) {
    const batch: Listed[] = [];
    for (let nth = first; nth < Math.min(first + PAGE, count); nth++) {
      const entry = entryOf(nth, pathOf(nth));
      if (entry !== undefined) batch.push(entry);
    }
    yield batch;
  }
}

function pathOf(nth: number): string {
  return `department-${pad(nth / 100_000, 4)}/project-${pad(nth / 1000, 6)}/report-${pad(nth, 9)}.dat`;
}

function pad(number: number, digits: number): string {
  return String(Math.floor(number)).padStart(digits, '0');
}

function file(path: string, nth: number): Listed {
  return { kind: 'file', path, size: 1000 + nth, mtimeNs: WRITTEN_NS, ctimeNs: WRITTEN_NS };
}

function object(path: string, nth: number): Listed {
  const etag = nth.toString(16).padStart(32, '0');
  return { kind: 'object', path, size: 1000 + nth, lastModified: STORED, etag, storageClass: 'STANDARD' };
}

async function peak(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

// A process of its own: peak memory is that of a process, and of all that it has done.
if (require.main === module) {
  void benchmarkPlanning(Number(process.argv[2])).then((figures) => {
    process.stdout.write(JSON.stringify(figures));
  });
}
