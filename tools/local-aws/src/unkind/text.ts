import { plural, table } from '@strata/cli-kit';
import { totals, type UnkindReport } from './counters';
import { ALL_FAULT_KINDS, FAULT_KINDS } from './fault-kinds';
import { isKind, type UnkindSetting } from './setting';

/** A setting on one line: `throttled, 40 ms latency, 20 % faults (seed 7), ec2 only`, or `no`. */
export function settingText(setting: UnkindSetting): string {
  if (isKind(setting)) return 'no';
  const { throttle, latencyMs, faultRate, seed, faults, after, services } = setting;
  const isUsual = faults.length === FAULT_KINDS.length && FAULT_KINDS.every((kind) => faults.includes(kind));
  const kinds = isUsual ? '' : ` ${faults.join(', ')}`;
  const begin = after > 0 ? ` after ${plural(after, 'call')}` : '';
  return [
    throttle && 'throttled',
    latencyMs > 0 && `${latencyMs} ms latency`,
    faultRate > 0 && `${Number((faultRate * 100).toFixed(2))} % faults${kinds}${begin} (seed ${seed})`,
    services && `${services.join(', ')} only`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** What was done so far, on one line. */
export function doneText(apis: UnkindReport['apis']): string {
  const { calls, throttled, faults } = totals(apis);
  return `${plural(calls, 'call')}, ${throttled} throttled, ${plural(faults, 'fault')}`;
}

/** Setting and counters by API. */
export function unkindText({ setting, apis }: UnkindReport): string {
  // Those that must be named are columns of their own only where they were.
  const kinds = ALL_FAULT_KINDS.filter(
    (kind) => (FAULT_KINDS as readonly string[]).includes(kind) || setting.faults.includes(kind),
  );
  const rows = table(Object.entries(apis), [
    { title: 'API', value: ([api]) => api },
    { title: 'calls', value: ([, counters]) => counters.calls },
    { title: 'tokens', value: ([, counters]) => counters.tokens },
    { title: 'throttled', value: ([, counters]) => counters.throttled },
    ...kinds.map((kind) => ({
      title: kind,
      value: ([, counters]: [string, UnkindReport['apis'][string]]) => counters.faults[kind] ?? 0,
    })),
  ]);
  return [
    `unkind: ${settingText(setting)}`,
    `since then: ${doneText(apis)}`,
    ...(rows ? ['', rows] : []),
  ].join('\n');
}
