import { NoRoomError } from '../transfer/errors';
import { executePlan } from './execute';
import type { Execution, ItemResult } from './execution';
import type { SyncPlan } from './plan';
import { PLAN_ACTIONS, type PlannedDeletion, type Transfer } from './plan-items';
import { Spool } from './spool';

async function planOf(transfers: number, deletions: number, faults = 0): Promise<SyncPlan> {
  const plan = { transfers: new Spool<Transfer>(), deletions: new Spool<PlannedDeletion>() };
  for (let nth = 0; nth < transfers; nth += 1)
    await plan.transfers.add({ action: 'new', path: `t${nth}`, reason: 'new', bytes: 10, kind: 'file' });
  for (let nth = 0; nth < deletions; nth += 1)
    await plan.deletions.add({ action: 'delete', path: `d${nth}`, reason: 'not in source', bytes: 1 });
  const amounts = Object.fromEntries(
    PLAN_ACTIONS.map((action) => [action, { items: action === 'fault' ? faults : 0, bytes: 0 }]),
  ) as SyncPlan['amounts'];
  const sizes = { sourceItems: transfers, destinationItems: deletions, unread: [] };
  return { ...plan, amounts, ...sizes, close: async () => undefined };
}

async function execute(plan: SyncPlan, more: Partial<Execution> = {}) {
  const order: string[] = [];
  const results: ItemResult[] = [];
  const tally = await executePlan(plan, {
    concurrency: 2,
    transfer: async ({ path }) => void order.push(path),
    remove: async (items) => items.map((item) => (order.push(item.path), { item, failure: undefined })),
    isStillAbsent: async () => true,
    isSameSource: async () => true,
    onResult: (result) => void results.push(result),
    signal: new AbortController().signal,
    ...more,
  });
  return { tally, order, results };
}

const failing = (path: string, error: Error) => async (item: Transfer) => {
  if (item.path === path) throw error;
  return undefined;
};

it('deletes when all else is done, and not before', async () => {
  const { tally, order } = await execute(await planOf(5, 3));
  expect(order.slice(-3)).toEqual(['d0', 'd1', 'd2']);
  expect(tally).toMatchObject({ done: 5, bytes: 50, deleted: 3, failed: 0, notBegun: 0, stopped: undefined });
});

it('goes on with the others when one fails, and then deletes nothing', async () => {
  const transfer = failing('t1', new Error('odd'));
  const { tally, results } = await execute(await planOf(5, 3), { transfer });
  expect(tally).toMatchObject({ done: 4, failed: 1, deleted: 0, notBegun: 3 });
  expect(results.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
    { path: 't1', detail: 'odd' },
  ]);
});

it('deletes nothing where something could not be synced at all', async () => {
  expect((await execute(await planOf(1, 2, 1))).tally).toMatchObject({ done: 1, deleted: 0, notBegun: 2 });
});

it.each([
  ['a full disk', new NoRoomError('/mnt', 'ENOSPC')],
  ['expired credentials', Object.assign(new Error('old'), { name: 'ExpiredToken', $fault: 'client' })],
])('begins no more after %s', async (_, error) => {
  const { tally, results } = await execute(await planOf(50, 1), { transfer: failing('t3', error) });
  expect(tally).toMatchObject({ failed: 1, deleted: 0, stopped: expect.stringMatching(/all would fail/) });
  expect(tally.notBegun).toBeGreaterThan(40);
  expect(tally.done + tally.failed + tally.notBegun).toBe(51);
  expect(results.filter(({ outcome }) => outcome === 'failed')).toMatchObject([{ isForAll: true }]);
});

it('spares what the source has again', async () => {
  const isStillAbsent = async (path: string) => path !== 'd1';
  const { tally, order } = await execute(await planOf(0, 3), { isStillAbsent });
  expect(order.sort()).toEqual(['d0', 'd2']);
  expect(tally).toMatchObject({ deleted: 2, skipped: 1, notBegun: 0 });
});

it('deletes no more once the source is another directory', async () => {
  let batches = 0;
  const { tally } = await execute(await planOf(0, 2500), { isSameSource: async () => (batches += 1) === 1 });
  expect(tally).toMatchObject({
    deleted: 1000,
    notBegun: 1500,
    stopped: expect.stringMatching(/no longer the directory/),
  });
});

it('deletes nothing when it cannot look for what it is about to delete', async () => {
  const isStillAbsent = async (path: string) => (path === 'd2' ? Promise.reject(new Error('stale')) : true);
  const { tally, order } = await execute(await planOf(1, 3), { isStillAbsent });
  expect(order).toEqual(['t0']);
  expect(tally).toMatchObject({
    done: 1,
    deleted: 0,
    notBegun: 3,
    stopped: expect.stringContaining('stale'),
  });
});

it.each([
  [
    'is sure not to have begun',
    Object.assign(new Error('x'), { name: 'ExpiredToken', $fault: 'client' }),
    2000,
    0,
  ],
  ['may have done something', new Error('x'), 1000, 1000],
])('deletes no more after a call that %s', async (_, error, notBegun, failed) => {
  const { tally } = await execute(await planOf(0, 2000), { remove: () => Promise.reject(error) });
  const stopped = expect.stringContaining('nothing more was deleted');
  expect(tally).toMatchObject({ deleted: 0, notBegun, failed, stopped });
});

it('stops when it is told to, and never looks complete then', async () => {
  const controller = new AbortController();
  const transfer = async () => void controller.abort(new Error('stop'));
  await expect(execute(await planOf(9, 3), { transfer, signal: controller.signal })).rejects.toThrow('stop');
});
