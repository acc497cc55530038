import type { GetScheduleOutput } from '@aws-sdk/client-scheduler';
import type { GatewayContext } from '../../gateway/service';
import { Clock } from './clock';

const START = Date.parse('2026-11-28T12:00:00Z');
const WHICH = { region: 'eu-central-1', group: 'default', name: 'rotate' };

let schedule: GetScheduleOutput;
let fired: string[];
let clock: Clock;
/** How long it takes to read a schedule, and how much the wall clock lags behind the timers; milliseconds. */
let readMs: number;
let lagMs: number;

const now = () => new Date(Date.now() - lagMs);
const log = (message: string) => {
  throw new Error(message);
};
/** All that a clock asks for. */
const context = { now, log } as unknown as GatewayContext;

beforeEach(() => {
  jest.useFakeTimers({ now: START });
  readMs = lagMs = 0;
  fired = [];
  const modified = new Date(START);
  schedule = { ScheduleExpression: 'at(2026-11-28T12:00:01)', LastModificationDate: modified };
  clock = new Clock(
    async (_, time) => {
      fired.push(time.toISOString());
    },
    async () => {
      await new Promise((resolve) => setTimeout(resolve, readMs));
      return schedule;
    },
  );
});
afterEach(() => {
  clock.close();
  jest.useRealTimers();
});

/** A schedule is made now, and so much time passes. */
async function madeAndPassed(ms: number): Promise<void> {
  void clock.watch(WHICH, now(), context);
  await jest.advanceTimersByTimeAsync(ms);
}

it('fires once at its time', async () => {
  await madeAndPassed(999);
  expect(fired).toEqual([]);
  await jest.advanceTimersByTimeAsync(600_000);
  expect(fired).toEqual(['2026-11-28T12:00:01.000Z']);
});

it('fires what became due while it was made and read', async () => {
  readMs = 3000;
  await madeAndPassed(600_000);
  expect(fired).toEqual(['2026-11-28T12:00:01.000Z']);
});

it('loses nothing where a timer goes off too early and the time passes while it looks again', async () => {
  readMs = 5;
  await madeAndPassed(10);
  lagMs = 1;
  await jest.advanceTimersByTimeAsync(600_000);
  expect(fired).toEqual(['2026-11-28T12:00:01.000Z']);
});

it('fires at each time of a rate, however long a look takes', async () => {
  schedule = { ...schedule, ScheduleExpression: 'rate(1 minute)', CreationDate: new Date(START) };
  readMs = 20;
  await madeAndPassed(180_500);
  expect(fired.map((time) => time.slice(14, 19))).toEqual(['01:00', '02:00', '03:00']);
});

it('fires once where two look at the same time', async () => {
  readMs = 10;
  void clock.watch(WHICH, now(), context);
  await madeAndPassed(600_000);
  expect(fired).toHaveLength(1);
});

it('fires nothing that was over before it was made', async () => {
  schedule = { ...schedule, ScheduleExpression: 'at(2026-11-28T11:59:59)' };
  await madeAndPassed(600_000);
  expect(fired).toEqual([]);
});
