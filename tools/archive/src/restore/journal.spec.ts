import { factsLine, journalKey, parsed, readFacts, type RunFacts } from './journal';

it('reads the facts that it wrote, and refuses what is no journal', () => {
  const facts: RunFacts = {
    runId: 'restore-20260131T031500Z-1a2b3c',
    kind: 'restore',
    bucket: 'b',
    prefix: 'ü/',
    at: '2026-01-31T03:15:00.000Z',
    destination: { kind: 'in-place' },
    tier: 'bulk',
    days: 3,
    startedAt: '2026-01-31T03:15:00.000Z',
  };
  const key = journalKey(facts.runId);
  expect(readFacts(factsLine(facts), key)).toMatchObject(facts);
  for (const text of ['{}', '{"strata":"archive-journal","version":2}', 'key,version']) {
    expect(() => readFacts(text, key)).toThrow(/no journal of a restore/);
  }
  expect(() => parsed('{"key":', key)).toThrow(/no journal of a restore/);
});
