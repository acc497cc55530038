import { DEFAULT_CAPS } from '../caps/deletion-caps';
import { type GuardFacts, refusalsOf } from './guards';
import { PLAN_ACTIONS } from './plan-items';

const facts: GuardFacts = {
  source: '/data',
  destination: 's3://b/p',
  caps: DEFAULT_CAPS,
  versioning: 'Enabled',
  isSameRoot: true,
  allowed: { emptySource: false, unversioned: false },
};

function planOf({ deletions = 1, source = 100, destination = 100, unread = 0 } = {}) {
  const amounts = Object.fromEntries(
    PLAN_ACTIONS.map((action) => [action, { items: action === 'delete' ? deletions : 0, bytes: 0 }]),
  ) as Parameters<typeof refusalsOf>[0]['amounts'];
  const one = { action: 'fault', path: 'closed/', reason: 'no permission', bytes: 0 } as const;
  return {
    amounts,
    sourceItems: source,
    destinationItems: destination,
    unread: Array.from({ length: unread }, () => one),
  };
}

it.each<[string, ReturnType<typeof planOf>, Partial<GuardFacts>, RegExp[]]>([
  ['lets a small deletion pass', planOf(), {}, []],
  [
    'has nothing against a plan without deletions',
    planOf({ deletions: 0, source: 0, unread: 1 }),
    { versioning: 'never', isSameRoot: false },
    [],
  ],
  ['refuses an empty source', planOf({ source: 0 }), {}, [/nothing that would be synced/]],
  [
    'lets it pass on purpose',
    planOf({ source: 0 }),
    { allowed: { emptySource: true, unversioned: false } },
    [],
  ],
  ['refuses what was not all read', planOf({ unread: 2 }), {}, [/closed\/ \(no permission\), and others/]],
  ['refuses a source that became another', planOf(), { isSameRoot: false }, [/became another directory/]],
  ['refuses a bucket without versions', planOf(), { versioning: 'never' }, [/has no versioning/]],
  ['refuses one with suspended versions', planOf(), { versioning: 'Suspended' }, [/is suspended/]],
  ['refuses where it may not ask', planOf(), { versioning: 'unknown' }, [/may not be asked/]],
  [
    'lets that pass on purpose',
    planOf(),
    { versioning: 'never', allowed: { emptySource: false, unversioned: true } },
    [],
  ],
  ['asks no versions of a directory', planOf(), { versioning: undefined }, []],
  ['lets 10 % pass', planOf({ deletions: 10 }), {}, []],
  [
    'refuses more than 10 %',
    planOf({ deletions: 11 }),
    {},
    [/11 of 100 items .* \(11 %\) .* allowed: 10 %$/],
  ],
  ['lets 1,000 of many pass', planOf({ deletions: 1000, destination: 1e6 }), {}, []],
  ['refuses more than 1,000', planOf({ deletions: 1001, destination: 1e6 }), {}, [/allowed: 1000$/]],
  [
    'counts only the caps that are given',
    planOf({ deletions: 50 }),
    { caps: { count: 50, percent: undefined } },
    [],
  ],
  [
    'refuses over a given share',
    planOf({ deletions: 51 }),
    { caps: { count: undefined, percent: 50 } },
    [/allowed: 50 %/],
  ],
  [
    'tells all reasons',
    planOf({ deletions: 100, source: 0 }),
    { versioning: 'never' },
    [/nothing/, /versioning/, /100 of 100/],
  ],
])('%s', (_, plan, more, reasons) => {
  const refusals = refusalsOf(plan, { ...facts, ...more });
  expect(refusals.map(({ reason }) => reason)).toEqual(
    reasons.map((reason) => expect.stringMatching(reason)),
  );
});

it('says how to go on on purpose, with a scope', () => {
  const fixes = refusalsOf(planOf({ deletions: 100, source: 0 }), { ...facts, versioning: 'never' }).map(
    ({ fix }) => fix,
  );
  expect(fixes.join('\n')).toMatch(
    /--unsafe-empty-source s3:\/\/b\/p[\s\S]*--unsafe-unversioned s3:\/\/b\/p[\s\S]*--max-delete 100/,
  );
});
