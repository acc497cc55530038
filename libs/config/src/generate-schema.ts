import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { findConfigDir } from './load';
import { referenceText, schemaFile } from './reference';

/** Writes what is generated from the schema: the editors' JSON Schema and the reference page. */
async function generate(): Promise<void> {
  const configDir = findConfigDir([__dirname]);
  const schemaPath = join(configDir, 'schema.json');
  const style = await resolveConfig(schemaPath);
  const files: readonly [string, string][] = [
    [schemaPath, await format(JSON.stringify(schemaFile()), { ...style, parser: 'json' })],
    [join(dirname(configDir), 'docs', 'reference', 'configuration.md'), referenceText()],
  ];
  for (const [file, text] of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

void generate();
