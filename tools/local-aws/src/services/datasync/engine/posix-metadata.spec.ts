import fc from 'fast-check';
import type { EntryKind } from './entry';
import { fromUserMetadata, toUserMetadata } from './posix-metadata';

const ALL = { times: true, uid: true, gid: true, permissions: true };
const file = {
  path: 'f',
  kind: 'file' as const,
  size: 1,
  metadata: { mtimeNs: 1_595_002_920_000_000_001n, atimeNs: 1n, permissions: 0o664, uid: 500, gid: 501 },
};

describe('POSIX metadata of an object', () => {
  it('has the form that FSx for Lustre documents', () => {
    expect(toUserMetadata(file, ALL)).toEqual({
      'user-agent': 'aws-datasync',
      'file-permissions': '0100664',
      'file-owner': '500',
      'file-group': '501',
      'file-mtime': '1595002920000000001ns',
      'file-atime': '1ns',
    });
  });

  it('leaves out what is not preserved, but always tells a link from a file', () => {
    const none = { times: false, uid: false, gid: false, permissions: false };
    expect(toUserMetadata(file, none)).toEqual({ 'user-agent': 'aws-datasync' });
    expect(toUserMetadata({ ...file, kind: 'symlink' }, none)).toHaveProperty('file-permissions', '0120664');
  });

  it.each(['', 'abc', '99', '0100664x', '-1'])('reads nothing from the malformed permissions %j', (text) => {
    expect(fromUserMetadata({ 'file-permissions': text })).toEqual({});
  });

  it.each(['1595002920', '1ms', 'ns'])('reads nothing from the malformed time %j', (text) => {
    expect(fromUserMetadata({ 'file-mtime': text })).toEqual({});
  });

  it('survives the way into an object and back', () => {
    const arbitrary = fc.record({
      mtimeNs: fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }),
      atimeNs: fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }),
      permissions: fc.nat(0o7777),
      uid: fc.nat(),
      gid: fc.nat(),
    });
    fc.assert(
      fc.property(arbitrary, fc.constantFrom<EntryKind>('file', 'directory', 'symlink'), (metadata, kind) => {
        expect(fromUserMetadata(toUserMetadata({ ...file, kind, metadata }, ALL))).toEqual({
          ...metadata,
          kind,
        });
      }),
    );
  });
});
