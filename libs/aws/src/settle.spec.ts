import fc from 'fast-check';
import { settle, UnsettledError } from './index';
import { VirtualTime } from './testing/virtual-time';

/** What becomes of one attempt: when it is carried out (never, or so long after it was sent), and what is answered. */
interface Fate {
  readonly carriedOutAfterMs: number | undefined;
  readonly showsAfterMs: number;
  readonly answer: 'good' | 'reset' | 'refused';
}

const reset = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
const aws = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(name), { name, $fault: 'client', $metadata: { httpStatusCode } });
const refused = () => aws('InvalidParameterValue', 400);

/** A service without client tokens: each attempt that it carries out makes one more thing. */
class Service {
  readonly made: { readonly showsAt: number }[] = [];
  attempts = 0;

  constructor(
    private readonly time: VirtualTime,
    private readonly fates: readonly Fate[],
    private readonly failingLooks: readonly boolean[] = [],
  ) {}

  readonly attempt = async (): Promise<string> => {
    const fate = this.fates[this.attempts++] ?? { carriedOutAfterMs: 0, showsAfterMs: 0, answer: 'good' };
    if (fate.answer === 'refused') throw refused();
    if (fate.answer === 'good' || fate.carriedOutAfterMs !== undefined) {
      this.made.push({ showsAt: this.time.clock() + (fate.carriedOutAfterMs ?? 0) + fate.showsAfterMs });
    }
    if (fate.answer === 'good') return 'answered';
    throw reset();
  };

  #looks = 0;
  readonly find = async (): Promise<string | undefined> => {
    if (this.failingLooks[this.#looks++]) throw aws('AccessDenied', 403);
    return this.made.some(({ showsAt }) => showsAt <= this.time.clock()) ? 'found' : undefined;
  };
}

const fate: fc.Arbitrary<Fate> = fc.record({
  carriedOutAfterMs: fc.option(fc.nat(7000), { nil: undefined }),
  showsAfterMs: fc.nat(8000),
  answer: fc.constantFrom('good', 'reset', 'reset', 'reset', 'refused'),
});

function setUp(fates: readonly Fate[], failingLooks: readonly boolean[] = []) {
  const time = new VirtualTime();
  const service = new Service(time, fates, failingLooks);
  const { attempt, find } = service;
  const options = { what: 'the snapshot of vol-1', attempt, find, sleep: time.sleep };
  return { time, service, options };
}

const LOST: Fate = { carriedOutAfterMs: undefined, showsAfterMs: 0, answer: 'reset' };
const DONE_BUT_RESET: Fate = { carriedOutAfterMs: 0, showsAfterMs: 0, answer: 'reset' };

describe('settle', () => {
  it('makes a thing exactly once or reports a failure, and never twice, whatever is lost on either way', async () => {
    const looks = fc.array(fc.boolean(), { maxLength: 20 });
    const seen = { once: 0, reported: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 7 }), looks, async (fates, failingLooks) => {
        const { time, service, options } = setUp(fates, failingLooks);
        const result = await time.run(settle(options)).catch((error: unknown) => error as Error);
        expect(service.made.length).toBeLessThanOrEqual(1);
        if (typeof result === 'string') {
          expect(service.made).toHaveLength(1);
          seen.once += 1;
        } else if (!(result instanceof UnsettledError)) {
          // A refusal says for certain that there is nothing.
          expect(result.name).toBe('InvalidParameterValue');
          expect(service.made).toHaveLength(0);
          seen.reported += 1;
        } else {
          seen.reported += 1;
        }
      }),
      { numRuns: 300 },
    );
    expect(Math.min(seen.once, seen.reported)).toBeGreaterThan(10);
  });

  it('finds what was made although its answer was lost, and does not repeat', async () => {
    const { time, service, options } = setUp([DONE_BUT_RESET]);
    expect(await time.run(settle(options))).toBe('found');
    expect([service.attempts, time.clock()]).toEqual([1, 0]);
  });

  it('waits for what does not show at once', async () => {
    const { time, service, options } = setUp([{ ...DONE_BUT_RESET, showsAfterMs: 5000 }]);
    expect(await time.run(settle(options))).toBe('found');
    expect([service.attempts, time.clock()]).toEqual([1, 7500]);
  });

  it('repeats what was lost before it was carried out, after looking long enough', async () => {
    const { time, service, options } = setUp([LOST]);
    expect(await time.run(settle(options))).toBe('answered');
    expect([service.attempts, service.made.length, time.clock()]).toEqual([2, 1, 15_500]);
  });

  it('fails when AWS refuses, at once and without looking', async () => {
    const { time, service, options } = setUp([{ ...LOST, answer: 'refused' }]);
    await expect(time.run(settle(options))).rejects.toThrow('InvalidParameterValue');
    expect([service.attempts, time.clock()]).toEqual([1, 0]);
  });

  it('looks once more before it believes a refusal that may be the consequence of an earlier attempt', async () => {
    const late: Fate = { carriedOutAfterMs: 0, showsAfterMs: 15_501, answer: 'reset' };
    const { time, service, options } = setUp([late, { ...LOST, answer: 'refused' }]);
    const attempt = async (): Promise<string> => {
      if (service.attempts === 1) await time.sleep(1000);
      return service.attempt();
    };
    expect(await time.run(settle({ ...options, attempt }))).toBe('found');
    expect(service.made).toHaveLength(1);
  });

  it('fails when looking fails, as not known, and does not repeat', async () => {
    const { time, service, options } = setUp(
      [LOST],
      Array.from({ length: 6 }, () => true),
    );
    const error = await time.run(settle(options)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnsettledError);
    expect(error).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('looking for it failed') as string,
    });
    expect(service.attempts).toBe(1);
  });

  it('fails when no attempt gets a clear answer, after as many as it was told', async () => {
    const { time, service, options } = setUp([LOST, LOST, LOST, LOST]);
    await expect(time.run(settle({ ...options, attempts: 3 }))).rejects.toThrow(
      '3 attempts got no clear answer',
    );
    expect(service.attempts).toBe(3);
  });

  it('fails when it is interrupted while it looks, as not known', async () => {
    const { time, service, options } = setUp([LOST]);
    const abort = new AbortController();
    const settled = settle({ ...options, signal: abort.signal });
    setImmediate(() => abort.abort(new Error('SIGINT')));
    await expect(time.run(settled)).rejects.toThrow('interrupted after an unclear answer');
    expect(service.attempts).toBe(1);
  });

  it('throws the signal’s reason when nothing was sent', async () => {
    const signal = AbortSignal.abort(new Error('SIGINT'));
    const { service, options } = setUp([]);
    await expect(settle({ ...options, signal })).rejects.toThrow('SIGINT');
    expect(service.attempts).toBe(0);
  });
});
