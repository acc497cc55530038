import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPidFile, readPidFile, releasePidFile, updatePidFile } from './pid-file';

const record = { pid: 42, endpoint: '', startedAt: '2026-01-01T00:00:00.000Z' };
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pid-file-'));
  path = join(folder, 'local-aws.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('readPidFile', () => {
  it.each([
    ['nothing', undefined],
    ['an empty file', ''],
    ['half a record', '{"pid": 4'],
    ['another shape', '{"pid": "42"}'],
    ['a process group', '{"pid": -1}'],
  ])('takes %s for no record', (_, text) => {
    if (text !== undefined) writeFileSync(path, text);
    expect(readPidFile(path)).toBeUndefined();
  });
});

describe('claimPidFile', () => {
  it('takes a free place', () => {
    expect(claimPidFile(path, record, () => true)).toBeUndefined();
    expect(readPidFile(path)).toEqual(record);
  });

  it('refuses the place of a living process and says who it is', () => {
    const holder = { ...record, pid: 7, endpoint: 'http://127.0.0.1:1' };
    writeFileSync(path, JSON.stringify(holder));
    expect(claimPidFile(path, record, (pid) => pid === 7)).toEqual(holder);
    expect(readPidFile(path)).toEqual(holder);
  });

  it.each([
    ['a dead process', JSON.stringify({ ...record, pid: 7 })],
    ['a crash', '{"pi'],
    ['its own predecessor with the same id', JSON.stringify(record)],
  ])('takes over what %s has left', (_, left) => {
    writeFileSync(path, left);
    expect(claimPidFile(path, record, (pid) => pid === 42)).toBeUndefined();
    expect(readPidFile(path)?.pid).toBe(42);
  });
});

describe('releasePidFile', () => {
  it('removes our own record', () => {
    claimPidFile(path, record, () => false);
    updatePidFile(path, { ...record, endpoint: 'http://127.0.0.1:2' });
    expect(readPidFile(path)?.endpoint).toBe('http://127.0.0.1:2');
    releasePidFile(path, 42);
    expect(existsSync(path)).toBe(false);
  });

  it("leaves another process's record", () => {
    claimPidFile(path, record, () => false);
    releasePidFile(path, 43);
    expect(readPidFile(path)).toEqual(record);
  });
});
