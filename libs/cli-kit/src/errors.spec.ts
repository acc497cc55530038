import { exitCodeOf, ExitCode, InterruptedError, StrataError, UsageError } from './index';

describe('an error’s message', () => {
  it.each([
    [{ what: 'The port is taken' }, 'The port is taken.'],
    [{ what: 'No such layer', got: 'web', allowed: 'compute' }, 'No such layer; got web; allowed: compute.'],
    [{ what: 'Missing', fix: 'Make it: x' }, 'Missing. Make it: x'],
    [{ what: 'It said:\nno!', fix: 'Retry.' }, 'It said:\nno! Retry.'],
  ])('says what failed, the value got, what is allowed and the fix: %j', (explanation, message) => {
    expect(new StrataError(explanation).message).toBe(message);
  });
});

describe('an error’s exit code', () => {
  it.each([
    ['a failed operation', new StrataError({ what: 'x' }), ExitCode.failed],
    ['a guard’s refusal', new StrataError({ what: 'x' }, ExitCode.refused), ExitCode.refused],
    ['bad usage', new UsageError({ what: 'x' }), ExitCode.usage],
    ['an interrupt', new InterruptedError(), ExitCode.interrupted],
    ['a library’s error with a code of its own', Object.assign(new Error('x'), { exitCode: 4 }), 4],
    ['a fault of the program', new Error('x'), undefined],
    ['a code that is no number', { exitCode: '2' }, undefined],
    ['nothing at all', undefined, undefined],
  ])('of %s', (_what, error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});
