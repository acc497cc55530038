import type { Execution } from '../model';
import { DEFAULT_OPTIONS } from '../options';
import { taskFilters } from '../filters';
import { newCounters } from './counters';
import type { Entry } from './entry';
import { prepare } from './prepare';
import type { RunContext } from './run-context';
import type { Found, Store } from './store';
import type { Severity, TaskLog } from './task-log';

function store(found: readonly Found[]): Store {
  return {
    mtimeToleranceNs: 0n,
    async *list() {
      yield* found;
    },
  } as Partial<Store> as Store;
}

function fixture(source: readonly Found[], destination: readonly Found[], exclude = '') {
  const lines: string[] = [];
  const line = (severity: Severity, text: string) => void lines.push(`${severity} ${text}`);
  const log: TaskLog = { line, detail: () => undefined, flush: async () => undefined };
  const options = { ...DEFAULT_OPTIONS, PreserveDeletedFiles: 'REMOVE' as const };
  const execution = { options, counters: newCounters() } as Execution;
  const run: RunContext = {
    execution,
    source: store(source),
    destination: store(destination),
    filters: taskFilters([], [{ Value: exclude }]),
    log,
    faults: () => undefined,
    signal: new AbortController().signal,
  };
  return { run, lines, counters: execution.counters };
}

const file = (path: string): Found => ({
  entry: { path, kind: 'file', size: 1, metadata: {} } satisfies Entry,
});
const unlistable = (path: string): Found => ({
  failed: path,
  kind: 'directory',
  reason: 'permission denied',
});

describe('preparing', () => {
  it('refuses to delete below a folder that could not be listed', async () => {
    const { run, lines, counters } = fixture([unlistable('secret')], [file('secret/a'), file('other')]);
    const plan = await prepare(run);
    expect(plan.map(({ action, entry }) => `${action} ${entry.path}`)).toEqual(['delete other']);
    expect(counters).toMatchObject({
      FoldersFailed: { List: 1 },
      FilesFailed: { Prepare: 0 },
      EstimatedFilesToDelete: 1,
    });
    expect(lines).toEqual(['ERROR Failed to list /secret: permission denied']);
  });

  it('refuses to delete anything when the root could not be listed', async () => {
    const { run } = fixture([unlistable('')], [file('a'), file('b/c')]);
    expect(await prepare(run)).toEqual([]);
  });

  it('refuses to delete beside a file that could not be looked at', async () => {
    const failed: Found = { failed: 'd/x', kind: 'file', reason: 'input/output error' };
    const { run, counters } = fixture([failed], [file('d/x'), file('d/y'), file('e')]);
    expect((await prepare(run)).map(({ entry }) => entry.path)).toEqual(['e']);
    expect(counters.FilesFailed.Prepare).toBe(1);
  });

  it('does not fail for what is excluded anyway, and counts what it listed before excluding', async () => {
    const { run, lines, counters } = fixture(
      [unlistable('tmp'), file('tmp2'), file('kept')],
      [],
      '/tmp|/tmp2',
    );
    expect((await prepare(run)).map(({ entry }) => entry.path)).toEqual(['kept']);
    expect(counters).toMatchObject({
      FoldersFailed: { List: 0 },
      FilesListed: { AtSource: 2 },
      FilesPrepared: 1,
    });
    expect(lines).toEqual([]);
  });
});
