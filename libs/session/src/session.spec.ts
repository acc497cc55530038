import { InterruptedError } from '@strata/cli-kit';
import { inSession } from './session';

const connectionsOf = (log: string[]) => ({ close: () => void log.push('closed') });

beforeEach(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => jest.restoreAllMocks());

describe('a session', () => {
  it('gives a command its environment and connections, and closes after it', async () => {
    const log: string[] = [];
    const answer = await inSession(
      { env: 'local' },
      { connect: () => connectionsOf(log) },
      async ({ environment, signal }) => {
        log.push(`${environment.name}, ${signal.aborted ? 'aborted' : 'on'}`);
        return 42;
      },
    );
    expect([answer, ...log]).toEqual([42, 'local, on', 'closed']);
  });

  it('closes after a command that fails, and lets its error through', async () => {
    const log: string[] = [];
    const failing = inSession({ env: 'local' }, { connect: () => connectionsOf(log) }, () =>
      Promise.reject(new Error('no luck')),
    );
    await expect(failing).rejects.toThrow('no luck');
    expect(log).toEqual(['closed']);
  });

  it('tells a command of a stop signal, says what it is told to, and ends as interrupted', async () => {
    const log: string[] = [];
    const stopped = inSession(
      { env: 'local' },
      { connect: () => connectionsOf(log), onInterrupt: 'Stopping.' },
      async ({ signal }) => {
        process.emit('SIGINT');
        log.push(signal.aborted ? 'aborted' : 'on');
      },
    );
    await expect(stopped).rejects.toThrow(InterruptedError);
    expect(log).toEqual(['aborted', 'closed']);
    expect(process.stderr.write).toHaveBeenCalledWith('Stopping.\n');
  });

  it('refuses an environment that is not there before anything is connected', async () => {
    const connect = jest.fn(() => connectionsOf([]));
    await expect(inSession({ env: 'none-such' }, { connect }, async () => 1)).rejects.toMatchObject({
      exitCode: 2,
    });
    expect(connect).not.toHaveBeenCalled();
  });
});
