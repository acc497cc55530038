import { type Colors, plural, table } from '@strata/cli-kit';
import type { Check, Verdict } from './check';

/** How many checks ended which way. */
export function tally(checks: readonly Check[]): Readonly<Record<Verdict, number>> {
  const counts = { pass: 0, warn: 0, fail: 0 };
  for (const { verdict } of checks) counts[verdict] += 1;
  return counts;
}

/** The checklist as a table, and below it what to do about each line that did not pass. */
export function checkText(checks: readonly Check[], colors: Colors): string {
  const paint = { pass: colors.green, warn: colors.yellow, fail: colors.red };
  const rows = table(checks, [
    { title: 'verdict', value: ({ verdict }) => paint[verdict](verdict) },
    { title: 'about', value: ({ stage, subject }) => `${stage} ${subject}` },
    { title: 'check', value: ({ name }) => name },
    { title: 'why', value: ({ why }) => why },
  ]);
  const troubles = checks.filter(({ verdict }) => verdict !== 'pass');
  const fixes = troubles.map(
    ({ verdict, stage, subject, name, fix }) =>
      `${paint[verdict](verdict)} ${stage} ${subject} ${name}\n     ${fix ?? ''}`,
  );
  const { pass, warn, fail } = tally(checks);
  const sum = `${plural(checks.length, 'check')}: ${pass} passed, ${warn} warned, ${fail} failed.`;
  return [rows, ...fixes, ...(fixes.length > 0 ? [''] : []), sum].join('\n');
}
