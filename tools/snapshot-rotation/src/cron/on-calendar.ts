import { type Calendar, type Days, type Rate, readSchedule } from './calendar';
import { valueList } from './values';

/** Lines of a timer unit that say when it fires. */
export type TimerLines = readonly string[];

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const DAY_MINUTES = 1440;

/**
 * When a systemd timer fires (systemd.timer(5), systemd.time(7)) for an AWS schedule expression, in UTC: `OnCalendar`,
 * or, for a rate that does not divide a day evenly, distances from the last run.
 *
 * @throws ScheduleExpressionError, InexpressibleScheduleError
 */
export function timerLines(expression: string): TimerLines {
  const schedule = readSchedule(expression);
  return schedule.kind === 'rate' ? ofRate(schedule) : [onCalendar(schedule)];
}

/** `OnCalendar` alone; what was missed while the host was down runs when it is up again. */
function onCalendar({ minutes, hours, months, years, days }: Calendar): string {
  const [weekday, day] = dayParts(days);
  const year = years === undefined ? '*' : valueList(years, { first: 1970, last: 2199 }, '..');
  const month = valueList(months, { first: 1, last: 12 }, '..', twoDigits);
  const time = [
    valueList(hours, { first: 0, last: 23 }, '..', twoDigits),
    valueList(minutes, { first: 0, last: 59 }, '..', twoDigits),
    '00',
  ].join(':');
  return `OnCalendar=${weekday === '' ? '' : `${weekday} `}${year}-${month}${day} ${time} UTC`;
}

/** The day of the week, and the day of the month with its sign: `~` counts from the month's end. */
function dayParts(days: Days): [string, string] {
  switch (days.kind) {
    case 'every':
      return ['', '-*'];
    case 'of-month':
      return ['', `-${valueList(days.days, { first: 1, last: 31 }, '..', twoDigits)}`];
    case 'of-week':
      return [days.days.map((day) => WEEKDAYS[day]).join(','), '-*'];
    case 'last-of-month':
      return ['', '~01'];
    case 'last-of-week':
      return [WEEKDAYS[days.day] ?? '', '~01..07'];
    case 'ordinal': {
      const first = (days.ordinal - 1) * 7 + 1;
      return [WEEKDAYS[days.day] ?? '', `-${twoDigits(first)}..${twoDigits(Math.min(first + 6, 31))}`];
    }
  }
}

function ofRate({ everyMinutes }: Rate): TimerLines {
  if (everyMinutes < 60 && 60 % everyMinutes === 0) {
    return [`OnCalendar=*-*-* *:${everyMinutes === 1 ? '*' : `00/${everyMinutes}`}:00 UTC`];
  }
  if (everyMinutes % 60 === 0 && DAY_MINUTES % everyMinutes === 0) {
    const hours = everyMinutes / 60;
    return [`OnCalendar=*-*-* ${hours === 1 ? '*' : hours === 24 ? '00' : `00/${hours}`}:00:00 UTC`];
  }
  // Distances: soon after the timer is started or the host has booted, then from run to run.
  return ['OnActiveSec=1min', `OnUnitActiveSec=${everyMinutes}min`];
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
