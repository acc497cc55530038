import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { BundleError, bundleFunction } from './index';

/** A function with a module of its own and a package with a licence comment. */
const SOURCES: Readonly<Record<string, string>> = {
  'src/handler.ts': `
    import { greeting } from 'polite';
    import type { Event } from './event';
    export async function handler(event: Event): Promise<string> { return greeting + ', ' + event.name; }`,
  'src/event.ts': 'export interface Event { readonly name: string }',
  'node_modules/polite/package.json':
    '{ "name": "polite", "version": "2.0.0", "license": "MIT", "main": "index.js" }',
  'node_modules/polite/index.js': '/*! polite, (c) Someone */ exports.greeting = "Good day";',
  'node_modules/polite/LICENSE': 'Permission is hereby granted',
};

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder of its own that holds {@link SOURCES} with changes. */
function project(changes: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'strata-bundle-'));
  folders.push(root);
  for (const [path, text] of Object.entries({ ...SOURCES, ...changes })) put(root, path, text);
  return root;
}

function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const bundle = (root: string, sourceMap = false) =>
  bundleFunction({ entry: join(root, 'src/handler.ts'), outDir: join(root, 'out'), sourceMap });

const filesOf = (zipPath: string) =>
  Object.fromEntries(
    Object.entries(unzipSync(readFileSync(zipPath))).map(([name, data]) => [name, strFromU8(data)]),
  );

describe('a bundled function', () => {
  it('runs with nothing beside it, and has what its licences ask for', () => {
    const { zipPath, bytes } = bundle(project());
    const files = filesOf(zipPath);
    expect(Object.keys(files)).toEqual(['LICENSES.txt', 'index.js', 'index.js.LEGAL.txt']);
    expect(files['index.js.LEGAL.txt']).toContain('(c) Someone');
    expect(files['LICENSES.txt']).toBe('polite 2.0.0 (MIT)\n\nPermission is hereby granted\n');
    expect(bytes).toBe(statSync(zipPath).size);

    const alone = project({ 'index.js': files['index.js'] ?? '' });
    const call =
      "require('./index.js').handler({ name: 'Ada' }).then((answer) => process.stdout.write(answer))";
    expect(execFileSync(process.execPath, ['-e', call], { cwd: alone, encoding: 'utf8' })).toBe(
      'Good day, Ada',
    );
  });

  it('is the same to the byte in another folder, time zone and language, at another time', () => {
    const [here, there] = [project(), project()];
    for (const path of Object.keys(SOURCES)) utimesSync(join(there, path), 1_000_000_000, 1_000_000_000);
    const script = `
      const { bundleFunction } = require(${JSON.stringify(join(__dirname, 'index.ts'))});
      const made = bundleFunction({ entry: 'src/handler.ts', outDir: 'elsewhere' });
      process.stdout.write(made.sha256Base64);`;
    const elsewhere = execFileSync(process.execPath, ['--import', require.resolve('tsx'), '-e', script], {
      cwd: there,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8' },
    });
    expect(elsewhere).toBe(bundle(here).sha256Base64);
  });

  it('names no folder of the machine that made it, in its source map neither', () => {
    const root = project();
    const files = filesOf(bundle(root, true).zipPath);
    expect(Object.keys(files)).toContain('index.js.map');
    for (const text of Object.values(files)) expect(text).not.toContain(root);
  });

  it('is kept while nothing changed, whatever the files’ times say', () => {
    const root = project();
    const { zipPath, sha256Base64 } = bundle(root);
    utimesSync(zipPath, 1, 1);
    utimesSync(join(root, 'src/handler.ts'), 2, 2);
    expect(bundle(root).sha256Base64).toBe(sha256Base64);
    expect(statSync(zipPath).mtimeMs).toBe(1000);
  });

  it.each<[string, string, string]>([
    ['a source', 'src/handler.ts', 'export const handler = async () => "changed";'],
    ['code of a package', 'node_modules/polite/index.js', 'exports.greeting = "Hello";'],
    [
      'which file of a package counts',
      'node_modules/polite/package.json',
      '{ "name": "polite", "main": "LICENSE.js" }',
    ],
  ])('is made anew when %s changed', (_, path, text) => {
    const root = project({ 'node_modules/polite/LICENSE.js': 'exports.greeting = "Licensed";' });
    const before = bundle(root).sha256Base64;
    put(root, path, text);
    expect(bundle(root).sha256Base64).not.toBe(before);
  });

  it.each(['out/function.zip', 'out/function.json'])('is made anew when %s was damaged', (path) => {
    const root = project();
    const whole = bundle(root);
    put(root, path, 'half a fi');
    expect(bundle(root)).toEqual(whole);
    expect(filesOf(whole.zipPath)['index.js']).toContain('Good day');
  });

  it.each([
    ['an import that there is not', "import './missing'; export const handler = 1;", './missing'],
    ['what is no TypeScript', 'export const = 1;', 'Expected identifier'],
  ])('refuses %s, naming file and line', (_, text, message) => {
    const root = project({ 'src/handler.ts': text });
    expect(() => bundle(root)).toThrow(BundleError);
    expect(() => bundle(root)).toThrow(message);
    expect(() => bundle(root)).toThrow(/handler\.ts:1:\d+: /);
  });
});
