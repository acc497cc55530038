import fc from 'fast-check';
import { mayRead } from './file-user';

const stats = (mode: number, uid: number, gid: number, directory = false) => ({
  mode: BigInt(mode),
  uid: BigInt(uid),
  gid: BigInt(gid),
  isDirectory: () => directory,
});
const USER = { uid: 1000, gids: [1000, 2000] };

describe('what the user of an access point may read', () => {
  it.each([
    ['own file, owner may read', stats(0o400, 1000, 0), true],
    ['own file, only others may read', stats(0o044, 1000, 0), false],
    ['file of its group', stats(0o040, 0, 1000), true],
    ['file of a secondary group', stats(0o040, 0, 2000), true],
    ['file of its group that only others may read', stats(0o404, 0, 1000), false],
    ["somebody's file, all may read", stats(0o004, 0, 0), true],
    ["somebody's file, nobody else may read", stats(0o660, 0, 0), false],
    ['folder that may be read but not searched', stats(0o744, 0, 0, true), false],
    ['folder that may be searched but not read', stats(0o711, 0, 0, true), false],
    ['folder that may be both', stats(0o755, 0, 0, true), true],
  ])('%s', (_what, file, expected) => {
    expect(mayRead(file, USER)).toBe(expected);
  });

  it('is everything for root, and for whom the kernel judges', () => {
    fc.assert(
      fc.property(fc.nat(0o7777), fc.nat(3000), fc.nat(3000), fc.boolean(), (mode, uid, gid, directory) => {
        const file = stats(mode, uid, gid, directory);
        expect([mayRead(file, { uid: 0, gids: [0] }), mayRead(file, undefined)]).toEqual([true, true]);
      }),
    );
  });
});
