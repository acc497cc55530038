import { type Colors, plural, table } from '@strata/cli-kit';
import type { Check } from './check';
import { tally } from './plan';

/** The diagnosis as a table, and below it what to do about each line that did not pass. */
export function diagnosisText(checks: readonly Check[], colors: Colors): string {
  const paint = { pass: colors.green, warn: colors.yellow, fail: colors.red, unknown: colors.yellow };
  const rows = table(checks, [
    { title: 'verdict', value: ({ verdict }) => paint[verdict](verdict) },
    { title: 'about', value: ({ area }) => area },
    { title: 'check', value: ({ name }) => name },
    { title: 'evidence', value: ({ why }) => why },
  ]);
  const fixes = checks
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ verdict, area, name, fix }) => `${paint[verdict](verdict)} ${area}: ${name}\n     ${fix ?? ''}`);
  const { pass, warn, fail, unknown } = tally(checks);
  const sum = `${plural(checks.length, 'check')}: ${pass} passed, ${warn} warned, ${fail} failed, ${unknown} unknown.`;
  return [rows, ...fixes, ...(fixes.length > 0 ? [''] : []), sum].join('\n');
}
