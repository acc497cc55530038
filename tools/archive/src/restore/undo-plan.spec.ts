import type { ItemOutcome, RunItem, VersionRef } from './journal';
import { type CurrentContent, undoStep } from './undo-plan';

const ref = (versionId: string, etag = versionId): VersionRef => ({
  versionId,
  etag,
  size: 1,
  storageClass: 'STANDARD',
  lastModified: '2026-01-01T00:00:00.000Z',
});
const now = (versionId: string, etag = versionId): CurrentContent => ({ versionId, etag, size: 1 });
const done = (wrote?: string): ItemOutcome => ({ key: 'a', outcome: 'done', wrote, detail: '' });
const failed: ItemOutcome = { key: 'a', outcome: 'failed', detail: 'no' };
const waiting: ItemOutcome = { key: 'a', outcome: 'waiting', detail: 'its retrieval is on its way' };

const over: RunItem = { key: 'a', action: 'copy', source: ref('old'), before: ref('new'), reason: '' };
const back: RunItem = { key: 'a', action: 'copy', source: ref('old'), reason: '' };
const away: RunItem = { key: 'a', action: 'remove', before: ref('new'), reason: '' };

it.each<[string, RunItem, ItemOutcome | undefined, CurrentContent | undefined, string]>([
  ['what was copied over something: that comes back', over, done('w'), now('w', 'old'), 'copy new'],
  ['what was brought back: it goes', back, done('w'), now('w', 'old'), 'remove'],
  ['what was removed: it comes back', away, done('m'), undefined, 'copy new'],
  ['what was done and not noted, by its bytes', over, undefined, now('w', 'old'), 'copy new'],
  ['nothing of what was never done', over, undefined, now('new'), 'unchanged'],
  ['nothing of what failed', over, failed, now('new'), 'unchanged'],
  ['what was done though its answer was lost: a copy', over, failed, now('w', 'old'), 'copy new'],
  ['what was done though its answer was lost: a key that was gone', back, failed, now('w', 'old'), 'remove'],
  ['what was done though its answer was lost: a removal', away, failed, undefined, 'copy new'],
  ['what waited, and was done and not noted later', over, waiting, now('w', 'old'), 'copy new'],
  ['nothing of a removal that failed', away, failed, now('new'), 'unchanged'],
  ['nothing twice: a copy', over, done('w'), now('x', 'new'), 'unchanged'],
  ['nothing twice: a removal', back, done('w'), undefined, 'unchanged'],
  ['nothing of what somebody wrote since', over, done('w'), now('theirs'), 'left'],
  ['nothing of what somebody wrote since the same bytes of', over, done('w'), now('theirs', 'old'), 'left'],
  ['nothing of what somebody deleted since', over, done('w'), undefined, 'left'],
  ['nothing of what somebody made where it was removed', away, done('m'), now('theirs'), 'left'],
  ['nothing of what failed and was changed since', over, failed, now('theirs'), 'left'],
])('undoes %s', (_, item, outcome, current, expected) => {
  const step = undoStep(item, outcome, current);
  const shown =
    step.kind === 'undo' ? `${step.item.action} ${step.item.source?.versionId ?? ''}`.trim() : step.kind;
  expect(shown).toBe(expected);
});

it('knows what an undo replaces, so that it can be undone', () => {
  expect(undoStep(over, done('w'), now('w', 'old'))).toMatchObject({
    item: { before: { versionId: 'w', etag: 'old', size: 1 } },
  });
});
