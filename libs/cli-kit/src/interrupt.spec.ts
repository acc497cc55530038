import { EventEmitter } from 'node:events';
import { interruptible, InterruptedError } from './index';

describe('an interruptible operation', () => {
  it('answers as it would alone when no signal comes, and leaves no listener behind', async () => {
    const source = new EventEmitter();
    await expect(interruptible(async () => 'done', { source })).resolves.toBe('done');
    expect(source.eventNames()).toEqual([]);
  });

  it('passes a failure of its own on as it is', async () => {
    const failure = new Error('disk full');
    await expect(interruptible(() => Promise.reject(failure), { source: new EventEmitter() })).rejects.toBe(
      failure,
    );
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    'ends as interrupted after %s, even if it finishes its work',
    async (signal) => {
      const source = new EventEmitter();
      const run = interruptible(
        async (abort) => {
          source.emit(signal);
          return abort.aborted;
        },
        { source },
      );
      await expect(run).rejects.toMatchObject({ name: 'InterruptedError', exitCode: 130 });
    },
  );

  it('tells what went wrong while it was stopping', async () => {
    const source = new EventEmitter();
    const run = interruptible(
      async () => {
        source.emit('SIGINT');
        throw new Error('state not saved');
      },
      { source },
    );
    await expect(run).rejects.toThrow(new InterruptedError('Interrupted: state not saved').message);
  });

  it('aborts once, and hands every further signal to the caller', async () => {
    const source = new EventEmitter();
    const first = jest.fn();
    const again = jest.fn();
    const run = interruptible(
      async () => {
        for (let i = 0; i < 3; i += 1) source.emit('SIGINT');
      },
      { source, onFirst: first, onAgain: again },
    );
    await expect(run).rejects.toBeInstanceOf(InterruptedError);
    expect(first).toHaveBeenCalledTimes(1);
    expect(again.mock.calls).toEqual([[2], [3]]);
  });
});
