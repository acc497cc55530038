import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { shellLines } from './shell-lines';

describe('lines for a shell', () => {
  it('carry any value through `eval` unchanged', () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: 'binary' })
          .filter((text) => !/[\0\ud800-\udfff]/.test(text) && !text.endsWith('\n')),
        (value) => {
          const script = `eval "$LINES_"; printf '%s' "$NAME_"`;
          const env = { LINES_: shellLines({ set: { NAME_: value }, unset: [] }) };
          expect(execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' })).toBe(value);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('take variables away', () => {
    expect(shellLines({ set: { A: '1' }, unset: ['AWS_PROFILE'] })).toBe("unset AWS_PROFILE\nexport A='1'\n");
  });
});
