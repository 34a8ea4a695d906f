/** Next time a schedule fires, in milliseconds since the epoch, always UTC; undefined when it never fires again. */
export type Schedule = (afterMs: number) => number | undefined;

const UNIT_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY_MS = 86_400_000;
const LAST_YEAR = 2199;

/**
 * `rate(5 minutes)` or the six fields of `cron(minutes hours day-of-month month day-of-week year)`.
 * A rate counts from the time that it is asked for.
 * @throws RangeError with a sentence that names the bad field
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(expression: string): Schedule {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate) {
    const [, count = '', unit = '', plural] = rate;
    if (Number(count) < 1 || (Number(count) === 1) !== (plural === '')) {
      throw new RangeError(`${expression}: a rate is positive, with "1 ${unit}" and "2 ${unit}s"`);
    }
    const periodMs = Number(count) * (UNIT_MS[unit] ?? 0);
    return (after) => after + periodMs;
  }
  const fields = /^cron\(([^()]*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6)
    throw new RangeError(`${expression} is neither rate(n unit) nor cron() with six fields`);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new RangeError(`${expression}: exactly one of day-of-month and day-of-week must be ?`);
  }
  const minuteSet = numbers(minutes, 'minutes', 0, 59);
  const hourSet = numbers(hours, 'hours', 0, 23);
  const months = new Set(numbers(named(month, MONTHS, 1), 'month', 1, 12));
  const years = new Set(numbers(year, 'year', 1970, LAST_YEAR));
  const isDay = dayOfWeek === '?' ? dayOfMonthTest(dayOfMonth) : dayOfWeekTest(named(dayOfWeek, DAYS, 1));
  return (after) => nextTime(after, { minuteSet, hourSet, months, years, isDay });
}

interface Cron {
  minuteSet: readonly number[];
  hourSet: readonly number[];
  months: ReadonlySet<number>;
  years: ReadonlySet<number>;
  isDay(date: Date): boolean;
}

function nextTime(afterMs: number, cron: Cron): number | undefined {
  const lastYear = Math.max(...cron.years);
  for (let dayMs = Math.floor(afterMs / DAY_MS) * DAY_MS; ; dayMs += DAY_MS) {
    const date = new Date(dayMs);
    if (date.getUTCFullYear() > lastYear) return undefined;
    if (!cron.years.has(date.getUTCFullYear()) || !cron.months.has(date.getUTCMonth() + 1)) continue;
    if (!cron.isDay(date)) continue;
    for (const hour of cron.hourSet) {
      for (const minute of cron.minuteSet) {
        const time = dayMs + (hour * 60 + minute) * 60_000;
        if (time > afterMs) return time;
      }
    }
  }
}

/** `*`, `5`, `1-5`, `0/15`, `1-20/2` and lists of these, sorted. */
function numbers(field: string, name: string, min: number, max: number): number[] {
  const found = new Set<number>();
  for (const item of field.split(',')) {
    const [, from = '', to, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(item) ?? [];
    const start = from === '*' ? min : Number(from);
    const end = to !== undefined ? Number(to) : from === '*' || step !== undefined ? max : start;
    const by = Number(step ?? 1);
    if (
      from === '' ||
      (from === '*' && to !== undefined) ||
      start < min ||
      end > max ||
      start > end ||
      by < 1
    ) {
      throw new RangeError(`cron: ${name} must lie between ${min} and ${max}, but is ${field}`);
    }
    for (let value = start; value <= end; value += by) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

function named(field: string, names: readonly string[], first: number): string {
  return field.replace(/[A-Za-z]{3}/g, (name) => {
    const index = names.indexOf(name.toUpperCase());
    return index < 0 ? name : String(index + first);
  });
}

function dayOfMonthTest(field: string): (date: Date) => boolean {
  if (field === 'L') return (date) => date.getUTCDate() === daysInMonth(date);
  const weekday = /^(\d+)W$/.exec(field)?.[1];
  if (weekday !== undefined) {
    const wanted = numbers(weekday, 'day-of-month', 1, 31)[0] ?? 1;
    return (date) => date.getUTCDate() === nearestWeekday(date, wanted);
  }
  const days = new Set(numbers(field, 'day-of-month', 1, 31));
  return (date) => days.has(date.getUTCDate());
}

/** 1 is Sunday; `6L` the last Friday of a month, `3#2` its second Tuesday. */
function dayOfWeekTest(field: string): (date: Date) => boolean {
  const [, day, mark] = /^(\d)(L|#[1-5])$/.exec(field) ?? [];
  if (field === 'L') return (date) => date.getUTCDay() === 6;
  if (day !== undefined && mark !== undefined) {
    const wanted = numbers(day, 'day-of-week', 1, 7)[0] ?? 1;
    return (date) =>
      date.getUTCDay() + 1 === wanted &&
      (mark === 'L'
        ? date.getUTCDate() + 7 > daysInMonth(date)
        : Math.ceil(date.getUTCDate() / 7) === Number(mark.slice(1)));
  }
  const days = new Set(numbers(field, 'day-of-week', 1, 7));
  return (date) => days.has(date.getUTCDay() + 1);
}

function daysInMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The weekday nearest to a day, never in another month. */
function nearestWeekday(date: Date, day: number): number {
  const last = daysInMonth(date);
  if (day > last) return -1;
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day > 1 ? day - 1 : day + 2;
  if (weekday === 0) return day < last ? day + 1 : day - 2;
  return day;
}
