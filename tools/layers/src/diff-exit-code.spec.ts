import { diffExitCode } from './diff-exit-code';
import type { DiffReport } from './layers';

type Layers = DiffReport['layers'];

function layer(status: 'done' | 'failed', changed = 0): Layers {
  const changes = { added: 0, changed, destroyed: 0 };
  return [{ layer: 'storage', status, changes, seconds: 1, logFile: '' }] as unknown as Layers;
}

describe('the exit code of a diff', () => {
  it.each([
    ['nothing would change', layer('done'), [], false, 0],
    ['nothing would change, as a check', layer('done'), [], true, 0],
    ['something would change', layer('done', 1), [], false, 0],
    ['something would change, as a check', layer('done', 1), [], true, 4],
    ['a layer is not deployed, as a check', [], ['backup'], true, 4],
    ['a plan failed', layer('failed'), [], false, 1],
    ['a plan failed, as a check', layer('failed'), [], true, 1],
  ] as const)('when %s', (_, layers, notPlanned, check, code) => {
    expect(diffExitCode({ layers, notPlanned }, check)).toBe(code);
  });
});
