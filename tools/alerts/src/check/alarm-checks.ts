import { plural } from '@strata/cli-kit';
import type { AlarmEvidence, Evidence } from '../evidence';
import { type Check, checker, DEPLOY } from './check';

/** The alarms of the layer, taken together: they are there, on, and tell the topic. */
export function alarmChecks({ alarms, topic }: Evidence): Check[] {
  if (alarms.length === 0) return [];
  const { pass, fail } = checker('alarm', plural(alarms.length, 'alarm'));
  const all = (name: string, isBad: (alarm: AlarmEvidence) => boolean, trouble: string): Check => {
    const bad = alarms.filter(isBad).map((alarm) => alarm.name);
    return bad.length === 0
      ? pass(name, 'all of them')
      : fail(name, `${bad.join(', ')} ${bad.length === 1 ? 'does' : 'do'} not: ${trouble}`, DEPLOY);
  };
  return [
    all('exist', ({ found }) => found === undefined, 'deleted'),
    all('act', ({ found }) => found?.isOn === false, 'their actions are switched off'),
    all(
      'tell the topic',
      ({ found }) => found !== undefined && !found.actions.includes(topic.arn),
      `${topic.arn} is none of their actions`,
    ),
  ];
}
