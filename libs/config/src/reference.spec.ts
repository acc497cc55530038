import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { findConfigDir } from './load';
import { referenceText, schemaFile } from './reference';
import { schemaAt } from './schema/json-schema';

const configDir = findConfigDir([__dirname]);
const read = (...parts: string[]) => readFileSync(join(...parts), 'utf8');

describe('what is generated from the schema', () => {
  it('is current in config/schema.json; else run `npx nx run config:generate`', () => {
    expect(JSON.parse(read(configDir, 'schema.json'))).toEqual(JSON.parse(JSON.stringify(schemaFile())));
  });

  it('is current in docs/reference/configuration.md; else run `npx nx run config:generate`', () => {
    expect(read(dirname(configDir), 'docs', 'reference', 'configuration.md')).toBe(referenceText());
  });

  it('explains every setting', () => {
    const rows = referenceText()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(70);
    for (const row of rows) expect(row).toMatch(/\| [^|]{5,} \|$/);
  });

  it.each(['local.yaml', 'production.example.yaml'])(
    'is what editors check %s against, key by key',
    (file) => {
      const text = read(configDir, file);
      expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/schema\.json\n/);
      const paths = keyPaths(parse(text), []);
      expect(paths.filter((path) => schemaAt(path) === undefined)).toEqual([]);
    },
  );
});

function keyPaths(value: unknown, path: string[]): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keyPaths(inner, [...path, key]));
}
