// Dates and times as the acting person's locale and time zone have them.

function format(seconds, person, options) {
  const date = new Date(seconds * 1000);
  try {
    return new Intl.DateTimeFormat(person.locale, { timeZone: person.tz, ...options }).format(date);
  } catch {
    return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(date);
  }
}

/** Seconds of a Slack timestamp such as "1593072000.000100". */
export function seconds(ts) {
  return Number.parseFloat(ts);
}

export const time = (at, person) => format(at, person, { hour: '2-digit', minute: '2-digit' });
export const day = (at, person) => format(at, person, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
export const dayKey = (at, person) => format(at, { locale: 'sv-SE', tz: person.tz }, { year: 'numeric', month: '2-digit', day: '2-digit' });
export const full = (at, person) => format(at, person, { dateStyle: 'full', timeStyle: 'medium' });
export const short = (at, person) => format(at, person, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** ISO 8601 week number of an instant in the person's zone. */
export function week(at, person) {
  const [y, m, d] = dayKey(at, person).split('-').map(Number);
  const date = new Date(Date.UTC(y, m - 1, d));
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  return Math.ceil(((date - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86400000 + 1) / 7);
}

function relativeDay(at, now, person) {
  const days = Math.round((Date.parse(dayKey(at, person)) - Date.parse(dayKey(now, person))) / 86400000);
  if (Math.abs(days) > 1) return '';
  return new Intl.RelativeTimeFormat(person.locale, { numeric: 'auto' }).format(days, 'day');
}

function ago(at, now, person) {
  const units = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
  const [unit, size] = units.find(([, s]) => Math.abs(at - now) >= s) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(person.locale).format(Math.round((at - now) / size), unit);
}

const LONG = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' };
const PLAIN = { day: 'numeric', month: 'long', year: 'numeric' };
const SHORT = { day: 'numeric', month: 'short', year: 'numeric' };

const TOKENS = {
  date_num: (at, p) => dayKey(at, p),
  date_slash: (at, p) => format(at, p, { dateStyle: 'short' }),
  date: (at, p) => format(at, p, PLAIN),
  date_short: (at, p) => format(at, p, SHORT),
  date_long: (at, p) => format(at, p, LONG),
  date_pretty: (at, p, now) => relativeDay(at, now, p) || format(at, p, PLAIN),
  date_short_pretty: (at, p, now) => relativeDay(at, now, p) || format(at, p, SHORT),
  date_long_pretty: (at, p, now) => relativeDay(at, now, p) || format(at, p, LONG),
  time: (at, p) => time(at, p),
  time_secs: (at, p) => format(at, p, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  ago: (at, p, now) => ago(at, now, p),
};

/** Slack's date format: "{date_short} at {time}" (docs.slack.dev/messaging/formatting-message-text#date-formatting). */
export function tokens(pattern, at, person, now) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => TOKENS[name]?.(at, person, now) ?? whole);
}

/** How far a zone is from UTC at an instant, in milliseconds. */
function offset(ms, tz) {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
    .formatToParts(new Date(ms));
  const of = (type) => Number(parts.find((p) => p.type === type).value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - Math.floor(ms / 1000) * 1000;
}

/** The instant of a wall time ("2020-06-29", "08:00") in a zone, in seconds. */
export function instant(date, clock, tz) {
  const wall = Date.parse(`${date}T${clock}:00Z`);
  const guess = wall - offset(wall, tz);
  return (wall - offset(guess, tz)) / 1000;
}

/** Wall date and time of an instant in a zone. */
export function wall(at, tz) {
  const date = new Date(at * 1000 + offset(at * 1000, tz)).toISOString();
  return { date: date.slice(0, 10), clock: date.slice(11, 16) };
}
