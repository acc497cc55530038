import { creationDeadline, whileTimeLasts } from './time-left';

const NOW = new Date('2026-03-10T12:00:00Z');

it.each([
  [900_000, 0, 840],
  [900_000, 100, 820],
  [900_000, 100_000, 570],
  [60_000, 10, 0],
  [5_000, 0, 0],
])('with %d ms left and %d volumes, snapshots have %d s', (remainingMs, volumes, seconds) => {
  expect((creationDeadline(NOW, remainingMs, volumes).getTime() - NOW.getTime()) / 1000).toBe(seconds);
});

it('interrupts what is at work shortly before the end', async () => {
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 15_020 };
  const reason = await whileTimeLasts(
    context,
    (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason))),
  );
  expect(reason).toMatchObject({ message: 'The time of the function is up.', exitCode: 130 });
});
