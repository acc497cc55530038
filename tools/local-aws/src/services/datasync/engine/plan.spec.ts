import fc from 'fast-check';
import type { Entry, EntryKind } from './entry';
import { entryKey } from './entry';
import type { PlanRules } from './plan';
import { planTransfer } from './plan';

const RULES: PlanRules = {
  transferMode: 'CHANGED',
  overwriteMode: 'ALWAYS',
  preserveDeletedFiles: 'PRESERVE',
  compareMtime: true,
  mtimeToleranceNs: 0n,
  compareUid: true,
  compareGid: true,
  comparePermissions: true,
};
const METADATA = { mtimeNs: 1_000n, atimeNs: 5n, permissions: 0o644, uid: 1, gid: 2 };

function entry(path: string, more: Partial<Entry> = {}): Entry {
  return { path, kind: 'file', size: 10, metadata: METADATA, ...more };
}
function plan(source: Entry[], destination: Entry[], rules: Partial<PlanRules> = {}, mayDelete = () => true) {
  const known = new Map(destination.map((item) => [entryKey(item), item]));
  return planTransfer(source, known, { ...RULES, ...rules }, mayDelete);
}
const summary = (...args: Parameters<typeof plan>) =>
  plan(...args).map(({ action, entry: e }) => `${action} ${entryKey(e)}`);

describe('the plan of a transfer', () => {
  const metadata = (change: Partial<Entry['metadata']>) =>
    entry('f', { metadata: { ...METADATA, ...change } });
  it.each<[string, Entry | undefined, Partial<PlanRules>, string, string]>([
    ['a file that is not there', undefined, {}, 'transfer', 'not in the destination'],
    ['an equal file', entry('f'), {}, 'skip', 'unchanged'],
    ['another size', entry('f', { size: 9 }), {}, 'transfer', 'size 9 → 10'],
    ['another modification time', metadata({ mtimeNs: 999n }), {}, 'transfer', 'modification time'],
    [
      'a time within what the destination can store',
      metadata({ mtimeNs: 999n }),
      { mtimeToleranceNs: 1n },
      'skip',
      'unchanged',
    ],
    ['another access time only', metadata({ atimeNs: 9n }), {}, 'skip', 'unchanged'],
    ['another owner', metadata({ uid: 7 }), {}, 'transfer', 'owner 7 → 1'],
    ['another owner, not preserved', metadata({ uid: 7 }), { compareUid: false }, 'skip', 'unchanged'],
    ['another group', metadata({ gid: 7 }), {}, 'transfer', 'group 7 → 2'],
    ['other permissions', metadata({ permissions: 0o600 }), {}, 'transfer', 'permissions'],
    [
      'other permissions, not preserved',
      metadata({ permissions: 0o600 }),
      { comparePermissions: false },
      'skip',
      'unchanged',
    ],
    ['no metadata', entry('f', { metadata: {} }), {}, 'transfer', 'modification time'],
    ['a link of that name', entry('f', { kind: 'symlink' }), {}, 'transfer', 'was a symlink, is a file'],
    [
      'times not kept, stored later',
      entry('f', { metadata: {}, storedNs: 2_000n }),
      { compareMtime: false, compareUid: false, compareGid: false, comparePermissions: false },
      'skip',
      'unchanged',
    ],
    [
      'times not kept, stored earlier',
      entry('f', { metadata: {}, storedNs: 500n }),
      { compareMtime: false },
      'transfer',
      'modified after it was stored',
    ],
    [
      'a difference, overwrite NEVER',
      entry('f', { size: 9 }),
      { overwriteMode: 'NEVER' },
      'skip',
      'overwrite mode NEVER (size 9 → 10)',
    ],
    ['an equal file, transfer ALL', entry('f'), { transferMode: 'ALL' }, 'transfer', 'transfer mode ALL'],
  ])('for %s', (_name, existing, rules, action, reason) => {
    expect(plan([entry('f')], existing ? [existing] : [], rules)).toEqual([
      { action, entry: entry('f'), reason },
    ]);
  });

  it('leaves what the source lacks', () => {
    expect(summary([], [entry('old')])).toEqual([]);
  });

  it('deletes what the source lacks with REMOVE, content before its folder', () => {
    const folder = (path: string) => entry(path, { kind: 'directory', size: 0 });
    const destination = [folder('a'), folder('a/b'), entry('a/b/x'), entry('a/y'), entry('kept')];
    expect(summary([entry('kept')], destination, { preserveDeletedFiles: 'REMOVE' })).toEqual([
      'skip kept',
      'delete a/b/x',
      'delete a/y',
      'delete a/b/',
      'delete a/',
    ]);
  });

  it('takes a folder and a file of one name for two things', () => {
    const rules = { preserveDeletedFiles: 'REMOVE' as const };
    expect(summary([entry('a', { kind: 'directory', size: 0 })], [entry('a')], rules)).toEqual([
      'transfer a/',
      'delete a',
    ]);
  });

  it('refuses to delete what may not be judged gone', () => {
    expect(summary([], [entry('old')], { preserveDeletedFiles: 'REMOVE' }, () => false)).toEqual([]);
  });

  it('gives every source entry one item and never deletes one of them', () => {
    const kinds = fc.constantFrom<EntryKind>('file', 'directory', 'symlink');
    const list = fc.uniqueArray(
      fc.record({
        path: fc.stringMatching(/^[ab](\/[ab]){0,2}$/),
        kind: kinds,
        size: fc.nat(3),
        metadata: fc.constant({}),
      }),
      { selector: entryKey },
    );
    const mode = fc.constantFrom<PlanRules['preserveDeletedFiles']>('PRESERVE', 'REMOVE');
    fc.assert(
      fc.property(list, list, mode, (source, destination, preserveDeletedFiles) => {
        const items = plan(source, destination, { preserveDeletedFiles });
        const keys = new Set(source.map(entryKey));
        const deleted = items.filter((item) => item.action === 'delete').map((item) => entryKey(item.entry));
        expect(items.filter((item) => item.action !== 'delete').map((item) => entryKey(item.entry))).toEqual([
          ...keys,
        ]);
        expect(deleted.filter((key) => keys.has(key))).toEqual([]);
        const gone = destination.map(entryKey).filter((key) => !keys.has(key));
        expect([...deleted].sort()).toEqual(preserveDeletedFiles === 'REMOVE' ? gone.sort() : []);
      }),
    );
  });
});
