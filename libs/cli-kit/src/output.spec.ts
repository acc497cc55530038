import { createOutput, hasColor, startProgress } from './index';

function sink(isTTY = false) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

describe('output', () => {
  it('puts results on stdout and notes on stderr, each as whole lines', () => {
    const [stdout, stderr] = [sink(), sink()];
    const output = createOutput({ stdout, stderr, environment: {} });
    output.note('working');
    output.result({ a: 1 }, () => 'text');
    expect([stdout.written, stderr.written]).toEqual([['text\n'], ['working\n']]);
  });

  it('prints one JSON value in JSON mode and never builds the text', () => {
    const stdout = sink();
    const text = jest.fn(() => 'text');
    createOutput({ json: true, stdout, stderr: sink(), environment: {} }).result({ a: 1 }, text);
    expect(JSON.parse(stdout.written.join(''))).toEqual({ a: 1 });
    expect(text).not.toHaveBeenCalled();
  });

  it.each([
    ['on a terminal', true, {}, true],
    ['through a pipe', false, {}, false],
    ['with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['with an empty NO_COLOR, which does not count', true, { NO_COLOR: '' }, true],
    ['on a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('colours %s: %s', (_where, isTTY, env, expected) => {
    expect(hasColor(sink(isTTY), env)).toBe(expected);
    const painted = createOutput({ stdout: sink(isTTY), stderr: sink(), environment: env }).colors.red('x');
    expect(painted !== 'x').toBe(expected);
  });

  it('has no colour in JSON mode, not even on a terminal', () => {
    expect(createOutput({ json: true, stdout: sink(true), environment: {} }).colors.red('x')).toBe('x');
  });
});

describe('progress away from a terminal', () => {
  it('is one line per begun and ended step, without the details between', async () => {
    const stderr = sink();
    const output = createOutput({ stdout: sink(), stderr, environment: {} });
    const progress = await startProgress(
      [
        { key: 'a', title: 'Alpha' },
        { key: 'b', title: 'Beta' },
      ],
      output,
    );
    progress.start('a');
    progress.update('a', '3 of 10');
    progress.done('a', '10 made');
    progress.fail('b', 'no luck');
    await progress.stop();
    expect(stderr.written.map((line) => line.replace(/\d+\.\d s/, 'N s'))).toEqual([
      'Alpha: started\n',
      'Alpha: 10 made (N s)\n',
      'Beta: FAILED: no luck\n',
    ]);
  });
});
