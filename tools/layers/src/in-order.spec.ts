import fc from 'fast-check';
import { type Layer, LAYERS } from '@strata/naming';
import { predecessors, runInOrder } from './in-order';

/** Runs layers with work that takes a few turns of the event loop, and records what happened. */
async function run(
  layers: readonly Layer[],
  options: {
    destroying?: boolean;
    atOnce?: number;
    failing?: Layer[];
    signal?: AbortSignal;
    onStart?: (layer: Layer) => void;
  } = {},
) {
  const { destroying = false, atOnce = 2, failing = [], signal, onStart } = options;
  const log: string[] = [];
  let running = 0;
  let most = 0;
  const before = (layer: Layer) => predecessors(layer, layers, destroying);
  await runInOrder(layers, { before, atOnce, signal }, async (layer) => {
    most = Math.max(most, (running += 1));
    log.push(`+${layer}`);
    onStart?.(layer);
    await new Promise((resolve) => setTimeout(resolve, layer === 'compute' ? 4 : 1));
    running -= 1;
    log.push(`-${layer}`);
    return !failing.includes(layer);
  });
  return { log, most };
}

describe('a run over layers', () => {
  it('deploys compute and storage side by side, between backbone and backup', async () => {
    const { log, most } = await run(LAYERS);
    expect(log).toEqual([
      '+backbone',
      '-backbone',
      '+compute',
      '+storage',
      '-storage',
      '-compute',
      '+backup',
      '-backup',
    ]);
    expect(most).toBe(2);
  });

  it('destroys the other way round', async () => {
    const { log } = await run(LAYERS, { destroying: true });
    expect(log.slice(0, 2)).toEqual(['+backup', '-backup']);
    expect(log.slice(-2)).toEqual(['+backbone', '-backbone']);
  });

  it('heeds the order also among some of the layers only', async () => {
    const { log } = await run(['compute', 'backup']);
    expect(log).toEqual(['+compute', '-compute', '+backup', '-backup']);
  });

  it('keeps back what waits for a failed layer, and nothing else', async () => {
    const { log } = await run(LAYERS, { failing: ['compute'] });
    expect(log).toContain('-storage');
    expect(log).not.toContain('+backup');
  });

  it('starts nothing more once it is aborted, and waits for what runs', async () => {
    const controller = new AbortController();
    const { log } = await run(LAYERS, {
      signal: controller.signal,
      onStart: (layer) => layer === 'storage' && controller.abort(),
    });
    expect(log).toEqual(['+backbone', '-backbone', '+compute', '+storage', '-storage', '-compute']);
  });

  it('throws what was thrown, after everything that runs has ended', async () => {
    const ended: Layer[] = [];
    const work = async (layer: Layer): Promise<boolean> => {
      if (layer === 'compute') throw new Error('no cdktf');
      await new Promise((resolve) => setTimeout(resolve, 3));
      ended.push(layer);
      return true;
    };
    const order = { before: () => [], atOnce: 2 };
    await expect(runInOrder(['compute', 'storage'], order, work)).rejects.toThrow('no cdktf');
    expect(ended).toEqual(['storage']);
  });

  it('never starts a layer before what it reads is done, for any set of layers, failures and width', async () => {
    const some = fc.subarray([...LAYERS]);
    await fc.assert(
      fc.asyncProperty(
        some,
        some,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        async (layers, failing, atOnce, destroying) => {
          const { log, most } = await run(layers, { failing, atOnce, destroying });
          expect(most).toBeLessThanOrEqual(atOnce);
          for (const layer of layers) {
            const start = log.indexOf(`+${layer}`);
            for (const other of predecessors(layer, layers, destroying)) {
              const end = log.indexOf(`-${other}`);
              if (start !== -1) expect(end !== -1 && end < start && !failing.includes(other)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
