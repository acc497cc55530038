import { closest } from './closest';

describe('closest', () => {
  it.each([
    ['regoin', ['region', 'account'], 'region'],
    ['deepArchiveAfterDay', ['deepArchiveAfterDays', 'noncurrentRetentionDays'], 'deepArchiveAfterDays'],
    ['RPOHours', ['rpoHours', 'rtoHours'], 'rpoHours'],
    ['colour', ['region', 'account'], undefined],
    ['x', [], undefined],
  ])('finds what %s was meant to be among %j', (word, candidates, meant) => {
    expect(closest(word, candidates)).toBe(meant);
  });
});
