import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';

/** One change of a tree. */
export interface Edit {
  readonly path: string;
  /** As Latin-1; undefined removes the file. */
  readonly content: string | undefined;
  /** Whether the file gets an old mtime, as a file that is unpacked or moved into place. */
  readonly isOld: boolean;
}

const folder = fc.constantFrom('', 'd/', 'd/e/', 'd.e/', 'ü/');
const name = fc.constantFrom('a', 'b', 'a.txt', 'b c', '+%&', "it's", 'é\u{1F600}', 'x'.repeat(200));
const content = fc.oneof(
  fc.constant(''),
  fc.constantFrom('one', 'two', 'six'),
  fc.string({ unit: fc.constantFrom('a', '\n', '\0', '\u00ff'), maxLength: 2000 }),
);
const edit: fc.Arbitrary<Edit> = fc.record({
  path: fc.tuple(folder, name).map((parts) => parts.join('')),
  content: fc.option(content, { nil: undefined, freq: 4 }),
  isOld: fc.boolean(),
});

/** Rounds of edits: after each one a sync is made. */
export const rounds = fc.array(fc.array(edit, { minLength: 1, maxLength: 12 }), {
  minLength: 1,
  maxLength: 4,
});

/** Applies edits to the tree below a directory. */
export async function applyEdits(root: string, edits: readonly Edit[]): Promise<void> {
  for (const { path, content: bytes, isOld } of edits) {
    const file = join(root, path);
    if (bytes === undefined) {
      await rm(file, { force: true });
      continue;
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes, 'latin1');
    if (isOld) await utimes(file, 1_000_000_000, 1_000_000_000);
  }
}
