import { Bandwidth } from './bandwidth';
import { MemoryBudget } from './memory';
import { Gate } from './pace';

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when it is told to. */
function held() {
  let most = 0;
  const ends: (() => void)[] = [];
  let begun = 0;
  let inside = 0;
  const work = async () => {
    begun += 1;
    most = Math.max(most, (inside += 1));
    await new Promise<void>((end) => ends.push(end));
    inside -= 1;
  };
  return { work, end: () => ends.shift()?.(), begun: () => begun, most: () => most };
}

describe('Gate', () => {
  it('grows by one per round of answers up to its most, and halves once per second of throttles', () => {
    let now = 0;
    const gate = new Gate(20, () => now);
    expect(gate.limit).toBe(8);
    for (let answers = 0; answers < 8; answers += 1) gate.succeeded();
    expect(gate.limit).toBeGreaterThan(8.9);
    for (let answers = 0; answers < 1000; answers += 1) gate.succeeded();
    expect(gate.limit).toBe(20);
    for (let burst = 0; burst < 50; burst += 1) gate.throttled();
    expect(gate.limit).toBe(10);
    now = 1000;
    gate.throttled();
    expect(gate.limit).toBe(5);
    for (let second = 2; second < 20; second += 1) {
      now = second * 1000;
      gate.throttled();
    }
    expect(gate.limit).toBe(1);
  });

  it('lets no more through than its limit, and goes on when there is room, after failures too', async () => {
    const gate = new Gate(2);
    const { work, end, begun, most } = held();
    const all = Array.from({ length: 5 }, () => gate.through(work));
    const failing = gate.through(() => Promise.reject(new Error('no')));
    await tick();
    expect(begun()).toBe(2);
    const failed = expect(failing).rejects.toThrow('no');
    for (let turn = 0; turn < 8; turn += 1) {
      end();
      await tick();
    }
    await Promise.all(all);
    await failed;
    expect([begun(), most()]).toEqual([5, 2]);
  });
});

describe('MemoryBudget', () => {
  it('holds no more than it has, first come first served; what is too large runs alone', async () => {
    const memory = new MemoryBudget(10);
    const order: string[] = [];
    const { work, end } = held();
    const run = (name: string, bytes: number) => memory.holding(bytes, () => (order.push(name), work()));
    const all = [run('a', 6), run('b', 6), run('c', 1), run('huge', 99), run('d', 1)];
    await tick();
    expect(order).toEqual(['a']);
    end();
    await tick();
    expect(order).toEqual(['a', 'b', 'c']);
    end();
    await tick();
    expect(order).toEqual(['a', 'b', 'c']);
    end();
    await tick();
    expect(order).toEqual(['a', 'b', 'c', 'huge']);
    end();
    await tick();
    end();
    await Promise.all(all);
    expect(order).toEqual(['a', 'b', 'c', 'huge', 'd']);
  });
});

describe('Bandwidth', () => {
  it.each([
    ['even pieces', 100, Array.from({ length: 50 }, () => 20)],
    ['one large piece', 100, [1000]],
  ])('gives out what was earned, and a burst of one second: %s', async (_, rate, pieces) => {
    let now = 0;
    const bandwidth = new Bandwidth(
      rate,
      () => now,
      async (ms) => void (now += ms),
    );
    for (const bytes of pieces) await bandwidth.take(bytes);
    expect(now).toBeCloseTo(9000);
  });

  it('waits for nothing without a limit', async () => {
    const bandwidth = new Bandwidth(
      Infinity,
      () => 0,
      () => Promise.reject(new Error('it waited')),
    );
    await expect(bandwidth.take(1e12)).resolves.toBeUndefined();
  });
});
