import { checkRecovery, type RecoveryFacts, recoveryText } from './recovery-check';

const GOOD: RecoveryFacts = {
  synced: 3,
  planned: ['delete file1.txt (not in source)'],
  refusal: '1 of 3 items at the destination (34 %) would be deleted; allowed: 10 %',
  keptByRefusal: 3,
  deleted: 1,
  timeline: ['marker', 'version'],
  undeleted: 1,
  identical: 3,
};
const check = (change: Partial<RecoveryFacts> = {}) => checkRecovery({ ...GOOD, ...change }, 'file1.txt', 3);

describe('the check of the deleted file', () => {
  it('finds no fault where it was refused, deleted on purpose, and came back', () => {
    expect(check()).toEqual({ ...GOOD, faults: [] });
    expect(recoveryText(check())).toMatch(
      /3 files synced.*delete file1\.txt[\s\S]*refused: 1 of 3[\s\S]*3 of 3/,
    );
  });

  it.each<[string, Partial<RecoveryFacts>, RegExp]>([
    ['was not synced', { synced: 2 }, /2 of 3 files were synced/],
    ['was not in the plan', { planned: [] }, /delete nothing/],
    ['was planned with others', { planned: ['delete file1.txt (x)', 'delete file2.txt (x)'] }, /file2/],
    ['went without a refusal', { refusal: undefined }, /not refused/],
    ['went in spite of the refusal', { keptByRefusal: 2 }, /2 of 3 objects were left/],
    ['stayed when it was meant to go', { deleted: 0 }, /0 objects were deleted/],
    ['is gone for good', { timeline: ['marker'] }, /versions of file1\.txt: marker$/],
    ['did not come back', { undeleted: 0 }, /0 keys were brought back/],
    ['came back as another', { identical: 2 }, /2 of 3 files are what they were/],
  ])('fails when the file %s', (_case, change, fault) => {
    expect(check(change).faults).toEqual([expect.stringMatching(fault)]);
  });
});
