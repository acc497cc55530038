import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { efsDirectory, EfsPathEscapes, ensureEfsDirectory } from './efs-directory';

const ID = 'fs-0123abcd';
let dataDir: string;
beforeEach(async () => {
  dataDir = await realpath(await mkdtemp(join(tmpdir(), 'efs-')));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe('the directory of a file system', () => {
  it('lies below efs/ and is made on demand, access point and subdirectory below it', async () => {
    expect(efsDirectory(dataDir, ID)).toBe(join(dataDir, 'efs', ID));
    expect(await ensureEfsDirectory(dataDir, ID)).toBe(join(dataDir, 'efs', ID));
    expect(await ensureEfsDirectory(dataDir, ID, '/exports', '/a/b/')).toBe(
      join(dataDir, 'efs', ID, 'exports/a/b'),
    );
  });

  it.each(['fs-', '../fs-1', 'fs-1/x', ''])('refuses the id %j', (id) => {
    expect(() => efsDirectory(dataDir, id)).toThrow(RangeError);
  });

  it('cannot be left by a path that climbs', async () => {
    expect(await ensureEfsDirectory(dataDir, ID, '/../../x')).toBe(join(dataDir, 'efs', ID, 'x'));
  });

  it('refuses a way out through a symbolic link, even to a neighbour whose name begins alike', async () => {
    const neighbour = join(dataDir, 'efs', `${ID}9`);
    await mkdir(neighbour, { recursive: true });
    const root = await ensureEfsDirectory(dataDir, ID);
    await symlink(neighbour, join(root, 'link'));
    await expect(ensureEfsDirectory(dataDir, ID, '/link/x')).rejects.toThrow(EfsPathEscapes);
  });
});
