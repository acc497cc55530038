import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { type FunctionCodes, functionCodes } from './function-code';

describe('the code of', () => {
  it.each<keyof FunctionCodes>(['rotation', 'transferWatch'])(
    '%s is the tool’s own, whole: it loads with nothing but Node.js beside it',
    (name) => {
      const alone = mkdtempSync(join(tmpdir(), 'strata-function-'));
      try {
        const { zipPath } = functionCodes[name];
        writeFileSync(
          join(alone, 'index.js'),
          unzipSync(readFileSync(zipPath))['index.js'] ?? new Uint8Array(),
        );
        const script = "process.stdout.write(typeof require('./index.js').handler)";
        expect(execFileSync(process.execPath, ['-e', script], { cwd: alone, encoding: 'utf8' })).toBe(
          'function',
        );
      } finally {
        rmSync(alone, { recursive: true, force: true });
      }
    },
  );
});
