import type { LayerEvent } from './events';
import { LayerTracker } from './layer-tracker';

const changes = { added: 3, changed: 0, destroyed: 0 };
const planned: LayerEvent = { type: 'planned', layer: 'compute', plan: changes };
const done: LayerEvent = { type: 'done', layer: 'compute', changes };
const error = (text: string): LayerEvent => ({ type: 'error-line', layer: 'compute', text });

function track(
  operation: 'deploy' | 'diff',
  events: LayerEvent[],
  exitCode: number,
  cdktfLines: string[] = [],
) {
  const tracker = new LayerTracker('compute', operation);
  events.forEach((event) => tracker.add(event));
  return tracker.finish(exitCode, 12, '/log', cdktfLines);
}

describe('the result of a layer', () => {
  it('is done when Terraform said so and cdktf ended well', () => {
    expect(track('deploy', [planned, done], 0)).toEqual({
      layer: 'compute',
      status: 'done',
      changes,
      seconds: 12,
      logFile: '/log',
    });
  });

  it('of a diff is done when the plan stands', () => {
    expect(track('diff', [planned], 0)).toMatchObject({ status: 'done', changes });
  });

  it.each([
    [
      'an error of Terraform’s',
      [planned, error('Error: no'), error(''), error(''), error(''), error('  with x')],
      1,
      [],
      'Error: no\n\n  with x',
    ],
    [
      'the same error many times',
      [error('Error: halted'), error(''), error('Error: halted')],
      1,
      [],
      'Error: halted',
    ],
    ['a fault of cdktf’s', [], 1, ['Usage Error: x'], 'Usage Error: x'],
    [
      'an end before it was done, whatever the exit code',
      [planned],
      0,
      [],
      'ended before it was done (code 0)',
    ],
    ['a bad exit code after all', [planned, done], 1, [], 'ended before it was done (code 1)'],
  ])('fails by %s', (_why, events, exitCode, cdktfLines, text) => {
    expect(track('deploy', events, exitCode, cdktfLines)).toMatchObject({ status: 'failed', error: text });
  });
});
