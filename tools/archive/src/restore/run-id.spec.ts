import { newRunId } from './run-id';

it('names runs by their second, each once', () => {
  const at = new Date('2026-01-31T03:15:00.123Z');
  expect(newRunId('restore', at, Buffer.from('1a2b3c', 'hex'))).toBe('restore-20260131T031500Z-1a2b3c');
  expect(newRunId('restore', at)).not.toBe(newRunId('restore', at));
});
