import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { version } from 'esbuild';
import { archive } from './archive';
import { compile, COMPILE_OPTIONS } from './compile';
import { recordOf, sha256, upToDate } from './record';
import { licenceText, thirdParties } from './third-party';

/** What to bundle, and where to. */
export interface BundleOptions {
  /** The source file whose exports are the function's. */
  readonly entry: string;
  /** Folder for the archive and its record; made when missing. One folder per function. */
  readonly outDir: string;
  /**
   * Whether `index.js.map` is in the archive as well. Node.js reads it with `--enable-source-maps` only.
   * @default false
   */
  readonly sourceMap?: boolean;
}

/** The deployment package of a function; its handler is `index.<export>`. */
export interface FunctionBundle {
  /** Absolute path of the ZIP archive. */
  readonly zipPath: string;
  /** SHA-256 of the archive, base64: what Lambda calls `CodeSha256`, and Terraform `source_code_hash`. */
  readonly sha256Base64: string;
  /** Size of the archive. */
  readonly bytes: number;
}

/** Changes when the archive is put together in another way. */
const FORMAT = 1;

/**
 * Bundles a function into a ZIP archive that is the same to the byte wherever and whenever it is made. Kept in
 * `outDir` and made anew only when a source, a package or the way of bundling changed.
 *
 * @throws BundleError when the code does not compile
 */
export function bundleFunction({ entry, outDir, sourceMap = false }: BundleOptions): FunctionBundle {
  const source = resolve(entry);
  const zipPath = join(resolve(outDir), 'function.zip');
  const recordPath = join(resolve(outDir), 'function.json');
  const recipe = JSON.stringify({ FORMAT, esbuild: version, ...COMPILE_OPTIONS, source, sourceMap });
  const kept = upToDate(recordPath, zipPath, recipe);
  if (kept !== undefined) return described(zipPath, kept);

  const { files, inputs } = compile(source, sourceMap);
  const parties = thirdParties(inputs);
  const licences = licenceText(parties);
  const made = archive({
    ...files,
    ...(licences === '' ? {} : { 'LICENSES.txt': new TextEncoder().encode(licences) }),
  });
  // Resolution follows each package.json, so a change there is a change of the sources.
  const read = [...inputs, ...parties.map(({ folder }) => join(folder, 'package.json'))];
  mkdirSync(resolve(outDir), { recursive: true });
  replace(zipPath, made);
  replace(recordPath, JSON.stringify(recordOf(recipe, read, made)));
  return described(zipPath, made);
}

function described(zipPath: string, content: Uint8Array): FunctionBundle {
  return { zipPath, sha256Base64: sha256(content, 'base64'), bytes: content.length };
}

/** Writes a file whole or not at all, as several syntheses may run at once. */
function replace(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}
