import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outliveReaders, type PipedStream } from './closed-pipe';

class Stream extends EventEmitter implements PipedStream {
  readonly written: string[] = [];
  write(text: unknown): boolean {
    this.written.push(String(text));
    return false;
  }
}

const failure = (code: string) => Object.assign(new Error(code), { code });

describe.each(['EPIPE', 'EIO'])('a stream that ends with %s', (code) => {
  it('drops what is still printed, and says that it is written', async () => {
    const stream = new Stream();
    const exit = jest.fn();
    outliveReaders([stream], exit);
    stream.emit('error', failure(code));
    expect((stream as PipedStream).write('more')).toBe(true);
    await new Promise<void>((written) => (stream as PipedStream).write('', () => written()));
    await new Promise<void>((written) => (stream as PipedStream).write('', 'utf8', () => written()));
    stream.emit('error', failure(code));
    expect([stream.written, exit.mock.calls]).toEqual([[], []]);
  });

  it('lets go on what waits for its reader', async () => {
    const stream = new Stream();
    outliveReaders([stream], jest.fn());
    const waiting = once(stream, 'drain');
    stream.emit('error', failure(code));
    await expect(waiting).resolves.toEqual([]);
  });
});

it('fails when a stream fails for another reason', () => {
  const stream = new Stream();
  outliveReaders([stream], jest.fn());
  expect(() => stream.emit('error', failure('ENOSPC'))).toThrow('ENOSPC');
});

describe('a process whose output is closed after a few lines', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-pipe-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['goes on by default, and ends as its work ends', 'write', '3000', { code: 4, isDone: true }],
    ['ends at once where it only reads', 'read', '1000000', { code: 0, isDone: false }],
  ])(
    '%s',
    async (_what, kind, lines, expected) => {
      const file = join(folder, 'done');
      const main = join(__dirname, 'testing/printing.ts');
      const child = spawn(process.execPath, [
        '--require',
        require.resolve('tsx/cjs'),
        main,
        kind,
        lines,
        file,
      ]);
      for (const stream of [child.stdout, child.stderr]) stream.once('data', () => stream.destroy());
      const [code] = (await once(child, 'exit')) as [number | null];
      expect({ code, isDone: existsSync(file) }).toEqual(expected);
    },
    60_000,
  );
});
