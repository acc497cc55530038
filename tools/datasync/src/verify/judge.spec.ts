import type { ArchivedObject, SourceItem } from './item';
import { judgeExtra, judgeMissing, judgePair, needsMetadata, type Rules } from './judge';
import { readPosixMetadata } from './metadata';

const ns = (iso: string): bigint => BigInt(Date.parse(iso)) * 1_000_000n;
const WRITTEN = '2026-03-10T10:00:00.250Z';
const rules: Rules = { options: {}, backupNs: ns('2026-03-10T11:00:00Z') };
const source = (changes: Partial<SourceItem> = {}): SourceItem => ({
  key: 'f',
  kind: 'file',
  size: 3,
  metadata: { mtimeNs: ns(WRITTEN), permissions: 0o644, uid: 1000, gid: 1000 },
  changedNs: ns(WRITTEN),
  ...changes,
});
const object = (changes: Partial<ArchivedObject> = {}): ArchivedObject => ({
  key: 'f',
  size: 3,
  storedAt: new Date('2026-03-10T11:00:05Z'),
  storageClass: 'STANDARD',
  ...changes,
});
const user = (changes: Record<string, string> = {}) =>
  readPosixMetadata({
    'user-agent': 'aws-datasync',
    'file-permissions': '0100644',
    'file-owner': '1000',
    'file-group': '1000',
    'file-mtime': `${ns(WRITTEN)}ns`,
    ...changes,
  });
const later = { mtimeNs: ns('2026-03-10T12:00:00Z'), permissions: 0o644, uid: 1000, gid: 1000 };

it.each<[string, SourceItem, ArchivedObject, ReturnType<typeof user> | undefined, RegExp | undefined]>([
  ['the same', source(), object(), user(), undefined],
  ['the same by the listing', source(), object(), undefined, undefined],
  ['of another size', source({ size: 4 }), object(), user(), /^different 4 bytes, archived with 3/],
  ['changed since', source({ metadata: later }), object(), user(), /^stale changed 2026-03-10T12/],
  ['changed since, and larger', source({ size: 9, metadata: later }), object(), user(), /^stale/],
  ['changed since, by the listing', source({ metadata: later }), object(), undefined, /^stale/],
  [
    'stored in the same second',
    source(),
    object({ storedAt: new Date('2026-03-10T10:00:00Z') }),
    undefined,
    undefined,
  ],
  [
    'older than archived',
    source(),
    object(),
    user({ 'file-mtime': `${ns(WRITTEN) + 5n}ns` }),
    /^different another/,
  ],
  [
    'archived in milliseconds',
    source(),
    object(),
    user({ 'file-mtime': String(Date.parse(WRITTEN)) }),
    undefined,
  ],
  ['of another owner', source(), object(), user({ 'file-owner': '0' }), /^different owner 1000, archived 0/],
  [
    'of other permissions',
    source(),
    object(),
    user({ 'file-permissions': '0100600' }),
    /0644, archived 0600/,
  ],
  ['a link now', source({ kind: 'symlink' }), object(), user(), /^different a symlink, archived as a file/],
  ['without metadata', source(), object(), readPosixMetadata({}), /^different the object has none/],
  ['a folder', source({ kind: 'directory', metadata: later }), object({ size: 0 }), undefined, undefined],
  ['a folder with content', source({ kind: 'directory' }), object(), undefined, /^different a folder/],
])('judges what is %s', (_what, left, right, archived, expected) => {
  const finding = judgePair(left, right, archived, rules);
  if (expected === undefined) expect(finding).toBeUndefined();
  else expect(`${finding?.verdict} ${finding?.reason}`).toMatch(expected);
});

it('leaves aside metadata that the task does not preserve', () => {
  const options = { Mtime: 'NONE', Uid: 'NONE', Gid: 'NONE', PosixPermissions: 'NONE' };
  const other = user({ 'file-owner': '0', 'file-group': '0', 'file-permissions': '0100600' });
  expect(judgePair(source(), object(), other, { ...rules, options })).toBeUndefined();
});

it('asks for metadata only where the listing leaves a question', () => {
  expect(needsMetadata(source(), object())).toBe(false);
  expect(needsMetadata(source({ size: 4 }), object())).toBe(true);
  expect(needsMetadata(source({ metadata: later }), object())).toBe(true);
});

it('tells what the next run is still to take from what a run has missed', () => {
  expect(judgeMissing(source(), rules)).toMatchObject({ verdict: 'missing', sinceBackup: false });
  // Moved in with its old time: the time of the move counts.
  const moved = source({ changedNs: ns('2026-03-10T11:30:00Z') });
  expect(judgeMissing(moved, rules)).toMatchObject({ verdict: 'missing', sinceBackup: true });
});

it('calls an object extra only where the task removes what was deleted', () => {
  expect(judgeExtra(object(), { ...rules, options: { PreserveDeletedFiles: 'PRESERVE' } })).toBeUndefined();
  const removing = { ...rules, options: { PreserveDeletedFiles: 'REMOVE' } };
  expect(judgeExtra(object(), removing)).toMatchObject({ verdict: 'extra', key: 'f' });
});
