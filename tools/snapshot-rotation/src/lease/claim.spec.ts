import fc from 'fast-check';
import { claim, ClaimUnseenError } from './claim';
import type { Lease } from './lease-tags';
import type { LeaseStore } from './store';

/** Volumes with leases, where each single tag of a request is written and read at a moment of the scheduler's choice. */
class ModelStore implements LeaseStore {
  readonly #volumes = new Map<string, Map<string, Lease>>();

  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly onWrite: () => void,
  ) {}

  async write(volumeIds: readonly string[], lease: Lease): Promise<void> {
    await this.#each(volumeIds, `${lease.runId} writes ${lease.state}`, (volume) =>
      volume.set(lease.runId, lease),
    );
  }

  async read(volumeIds: readonly string[]): Promise<Lease[][]> {
    const read: Lease[][] = [];
    await this.#each(volumeIds, 'reads', (volume) => read.push([...volume.values()]));
    return read;
  }

  async remove(volumeIds: readonly string[], runIds: readonly string[]): Promise<void> {
    await this.#each(volumeIds, `removes ${runIds}`, (volume) =>
      runIds.forEach((runId) => volume.delete(runId)),
    );
  }

  leases(): Lease[][] {
    return [...this.#volumes.values()].map((volume) => [...volume.values()]);
  }

  preset(volumeId: string, lease: Lease): void {
    this.#volume(volumeId).set(lease.runId, lease);
  }

  async #each(
    ids: readonly string[],
    label: string,
    act: (volume: Map<string, Lease>) => void,
  ): Promise<void> {
    await Promise.all(
      ids.map(async (id) => {
        await this.scheduler.schedule(Promise.resolve(), `${label} on ${id}`);
        act(this.#volume(id));
        this.onWrite();
      }),
    );
  }

  #volume(id: string): Map<string, Lease> {
    const volume = this.#volumes.get(id) ?? new Map<string, Lease>();
    this.#volumes.set(id, volume);
    return volume;
  }
}

const LEASE_MS = 600_000;
const VOLUMES = ['v1', 'v2', 'v3'];
const wanted = fc.subarray(VOLUMES, { minLength: 1 });

interface Race {
  readonly holders: Set<string>;
  readonly results: Map<string, boolean>;
  readonly worst: number;
}

/** Lets runs race for volumes; a run that wins works for a while, and may then release. */
async function race(
  scheduler: fc.Scheduler,
  wishes: readonly (readonly string[])[],
  options: { readonly dead?: Lease; readonly release?: boolean } = {},
): Promise<Race & { readonly store: ModelStore }> {
  const holdersByVolume = new Map<string, Set<string>>(VOLUMES.map((id) => [id, new Set()]));
  let worst = 0;
  const store = new ModelStore(scheduler, () => {
    for (const holders of holdersByVolume.values()) worst = Math.max(worst, holders.size);
  });
  if (options.dead) store.preset('v1', options.dead);
  const results = new Map<string, boolean>();
  const runs = wishes.map(async (volumeIds, at) => {
    const runId = `run-${at}`;
    const result = await claim(store, {
      runId,
      policy: 'p',
      volumeIds,
      leaseMs: LEASE_MS,
      now: () => new Date('2026-01-31T03:00:00Z'),
      pause: () => scheduler.schedule(Promise.resolve(), `${runId} pauses`),
    });
    results.set(runId, result.ok);
    if (!result.ok) return;
    for (const id of volumeIds) holdersByVolume.get(id)?.add(runId);
    for (const holders of holdersByVolume.values()) worst = Math.max(worst, holders.size);
    if (!options.release) return;
    await scheduler.schedule(Promise.resolve(), `${runId} works`);
    for (const id of volumeIds) holdersByVolume.get(id)?.delete(runId);
    await store.remove(volumeIds, [runId]);
  });
  await scheduler.waitFor(Promise.all(runs));
  const holders = new Set([...holdersByVolume.values()].flatMap((each) => [...each]));
  return { holders, results, worst, store };
}

const RUNS = { numRuns: 400 };

test('however the steps of two or three runs interleave, a volume is never held by two', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(wanted, { minLength: 2, maxLength: 3 }),
      fc.boolean(),
      async (scheduler, wishes, release) => {
        expect((await race(scheduler, wishes, { release })).worst).toBeLessThanOrEqual(1);
      },
    ),
    RUNS,
  );
});

test('of runs that want a common volume, one gets through', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(wanted, { minLength: 2, maxLength: 3 }),
      async (scheduler, wishes) => {
        const { results } = await race(scheduler, wishes);
        expect([...results.values()]).toContain(true);
      },
    ),
    RUNS,
  );
});

test('a run that withdraws leaves no claim behind, and a dead run’s lease goes', async () => {
  const dead: Lease = {
    runId: 'dead',
    state: 'held',
    policy: 'p',
    expires: new Date('2026-01-31T02:00:00Z'),
  };
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), wanted, async (scheduler, wish) => {
      const both = [...new Set(['v1', ...wish])];
      const { results, store } = await race(scheduler, [both, both], { dead });
      const left = new Set(
        store
          .leases()
          .flat()
          .map(({ runId }) => runId),
      );
      expect(left).toEqual(new Set([...results].filter(([, ok]) => ok).map(([runId]) => runId)));
      expect([...results.values()].filter(Boolean)).toHaveLength(1);
    }),
    RUNS,
  );
});

test.each([
  ['a rival that claims, and has gone at the next look', ['rival'], true],
  ['nobody else', [], false],
])('tells whether what was read before may be stale: %s', async (_case, rivals, hadRival) => {
  const now = new Date('2026-01-31T03:00:00Z');
  const expires = new Date(now.getTime() + LEASE_MS);
  const leases = new Map<string, Lease>();
  for (const runId of rivals) leases.set(runId, { runId, state: 'claiming', policy: 'p', expires });
  const store: LeaseStore = {
    write: async (_ids, lease) => void leases.set(lease.runId, lease),
    read: async () => [[...leases.values()]],
    remove: async (_ids, runIds) => runIds.forEach((runId) => leases.delete(runId)),
  };
  const request = { runId: 'first', policy: 'p', volumeIds: ['v1'], leaseMs: LEASE_MS, now: () => now };
  const pause = async () => rivals.forEach((runId) => leases.delete(runId));
  expect(await claim(store, { ...request, pause })).toMatchObject({ ok: true, hadRival });
});

test('refuses to hold when the claim had ended before it was made good', async () => {
  let now = new Date('2026-01-31T03:00:00Z').getTime();
  const leases = new Map<string, Lease>();
  const result = await claim(
    {
      async write(_ids, lease) {
        if (lease.state === 'held') now += LEASE_MS + 1;
        leases.set(lease.runId, lease);
      },
      read: async () => [[...leases.values()]],
      remove: async (_ids, runIds) => runIds.forEach((runId) => leases.delete(runId)),
    },
    {
      runId: 'slow',
      policy: 'p',
      volumeIds: ['v1'],
      leaseMs: LEASE_MS,
      now: () => new Date(now),
      pause: async () => undefined,
    },
  );
  expect(result.ok).toBe(false);
  expect(leases.size).toBe(0);
});

test('fails when its claim never shows, and does not look for ever', async () => {
  const store: LeaseStore = {
    write: async () => undefined,
    read: async () => [[]],
    remove: async () => undefined,
  };
  const request = { runId: 'a', policy: 'p', volumeIds: ['v1'], leaseMs: LEASE_MS };
  const unseen = claim(store, { ...request, now: () => new Date(), pause: async () => undefined });
  await expect(unseen).rejects.toThrow(ClaimUnseenError);
});
