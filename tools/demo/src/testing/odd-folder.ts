import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files whose names and contents are as odd as real ones, by path. */
export const ODD_FILES: Readonly<Record<string, string | Buffer>> = {
  'plain.txt': 'plain\n',
  'empty.bin': '',
  'with space and, comma.txt': 'spaces',
  'größe/übung – naïve.txt': 'umlauts',
  '文件/データ.dat': Buffer.from([0, 1, 2, 253, 254, 255]),
  'a+b=c&d%20e?#.txt': 'characters that URLs use',
  'quotes\'"`.txt': 'quotes',
  'deep/er/and/deeper/still/leaf': 'leaf',
  '.hidden': 'hidden',
  '.strata/not-ours': 'the share has a folder of that name of its own',
  'emoji 🗄️.md': 'outside the basic plane',
  'big.bin': Buffer.alloc(20 * 1024 * 1024, 'strata '),
};

/** Makes the folder; a link in it points at a file, another at nothing. @returns how many entries it holds */
export async function makeOddFolder(root: string): Promise<number> {
  for (const [path, content] of Object.entries(ODD_FILES)) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    await utimes(file, 1_600_000_000, 1_600_000_000);
  }
  await mkdir(join(root, 'empty folder'));
  await symlink('plain.txt', join(root, 'link to plain'));
  await symlink('/nowhere', join(root, 'link to nothing'));
  return Object.keys(ODD_FILES).length + 2;
}
