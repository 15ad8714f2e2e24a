import { DateTime, type DurationLikeObject } from 'luxon';

/** A stretch of time that somebody named. */
export interface Period {
  readonly from: Date;
  /** The first moment after it. */
  readonly to: Date;
  /** As it goes on in a sentence: `in March 2026`, `yesterday`, `since 1 March 2026`. */
  readonly words: string;
}

interface Span {
  readonly start: DateTime;
  readonly end: DateTime;
  readonly words: string;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';
type Reading = readonly [shape: RegExp, read: (match: RegExpExecArray, now: DateTime) => Span | undefined];

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** A month only where it is spoken of as one: "who may approve" names none. */
const mayWord =
  '(?:(?<=(?:^|\\b(?:in|of|since|from|to|and|between|until|till|before|after|during|through|last|\\d|\\d(?:st|nd|rd|th))) ?)may|may(?=,? 20\\d\\d| \\d))';
const monthWord = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|${mayWord}|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const yearWord = '(20\\d\\d)';
const mostUnits = 500;

/** What one expression means by itself; the first that fits counts. */
const readings: readonly Reading[] = [
  [/\b(20\d\d)-(\d\d)-(\d\d)\b/, ([, year, month, day], now) => dayOf(Number(year), Number(month), Number(day), now)],
  [/\b(20\d\d)-(\d\d)\b/, ([, year, month], now) => monthOf(Number(year), Number(month), now)],
  [
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${monthWord}\\b(?:,? ${yearWord})?`),
    ([, day, month, year], now) => pastDay(year, monthNumber(month!), Number(day), now),
  ],
  [
    new RegExp(`\\b${monthWord} (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? ${yearWord})?`),
    ([, month, day, year], now) => pastDay(year, monthNumber(month!), Number(day), now),
  ],
  [/\b(?:today|tonight)\b/, (_, now) => whole(now, 'day', 'today')],
  [/\byesterday\b/, (_, now) => whole(now.minus({ days: 1 }), 'day', 'yesterday')],
  [
    /\b(?:last|past|previous) (\d{1,3}) (day|week|month|year)s?\b/,
    ([, count, unit], now) => lately(Number(count), unit as Unit, now),
  ],
  [/\b(?:this|current) (week|month|quarter|year)\b/, ([, unit], now) => whole(now, unit as Unit, `this ${unit}`)],
  [
    /\b(?:last|past|previous) (week|month|quarter|year)\b/,
    ([, unit], now) => whole(now.minus(one(unit as Unit)), unit as Unit, `last ${unit}`),
  ],
  [/\b(?:last|past) night\b/, (_, now) => whole(now.minus({ days: 1 }), 'day', 'since yesterday', 2)],
  [new RegExp(`\\b(${weekdays.join('|')})\\b`), ([, name], now) => weekday(weekdays.indexOf(name!) + 1, now)],
  [
    new RegExp(`\\b${monthWord}\\b(?:,? ${yearWord})?`),
    ([, month, year], now) => pastMonth(year, monthNumber(month!), now),
  ],
  [
    /\b(20\d\d)\b(?!-)/,
    ([, year], now) => whole(now.set({ year: Number(year), month: 1, day: 1 }), 'year', `in ${year}`),
  ],
];

const anyShape = `(?:${readings.map(([shape]) => shape.source).join('|')})`;
const wordsShape = new RegExp(
  `(?:\\b(?:between|from|since) )?(?:the )?${anyShape} (?:and|to|until|till|through) (?:the )?${anyShape}|(?:\\b(?:since|after|until|till|before|in|on|during) )?(?:the )?${anyShape}`,
  'i',
);

/**
 * The period that a text names: days, weeks, months and years that were or are, ISO dates, and from one to another. The words
 * around it do not matter; undefined where there is none. Days begin and end in the zone (IANA, default UTC).
 */
export function parsePeriod(text: string, now: Date, zone = 'UTC'): Period | undefined {
  const said = text.toLowerCase().slice(0, 200);
  const here = DateTime.fromJSDate(now, { zone });
  const span = fromTo(said, here) ?? open(said, here) ?? single(said, here);
  return span && { from: span.start.toJSDate(), to: span.end.toJSDate(), words: span.words };
}

/** The words of a text that {@link parsePeriod} would take for a period: `since monday`. */
export function periodWords(text: string): string | undefined {
  return wordsShape.exec(text.slice(0, 2000))?.[0].trim();
}

function fromTo(said: string, now: DateTime): Span | undefined {
  const [, first, last] = /(?:between|from|since)?\s*(.+?)\s+(?:and|to|until|till|through)\s+(.+)/.exec(said) ?? [];
  if (!first || !last) return undefined;
  const [from, to] = [single(first, now), single(last, now)];
  if (!from || !to || from.start >= to.end) return undefined;
  return { start: from.start, end: to.end, words: `from ${date(from.start)} to ${date(to.end.minus({ days: 1 }))}` };
}

function open(said: string, now: DateTime): Span | undefined {
  const [, word, rest] = /\b(since|after|until|till|before)\s+(.+)/.exec(said) ?? [];
  const span = rest && single(rest, now);
  if (!span) return undefined;
  if (word === 'since' || word === 'after') {
    const start = word === 'since' ? span.start : span.end;
    return { start, end: now.plus({ days: 1 }).startOf('day'), words: `since ${date(start)}` };
  }
  const end = word === 'before' ? span.start : span.end;
  return { start: DateTime.fromMillis(0, { zone: now.zone }), end, words: `until ${date(end.minus({ days: 1 }))}` };
}

function single(said: string, now: DateTime): Span | undefined {
  for (const [shape, read] of readings) {
    const match = shape.exec(said);
    if (!match) continue;
    const span = read(match, now);
    return span?.start.isValid && span.end.isValid ? span : undefined;
  }
  return undefined;
}

function whole(at: DateTime, unit: Unit, words: string, count = 1): Span {
  const start = at.startOf(unit);
  return { start, end: start.plus(one(unit, count)), words };
}

function lately(count: number, unit: Unit, now: DateTime): Span | undefined {
  if (count < 1 || count > mostUnits) return undefined;
  const start = now.minus(one(unit, count)).startOf('day');
  return {
    start,
    end: now.plus({ days: 1 }).startOf('day'),
    words: `in the last ${count} ${unit}${count === 1 ? '' : 's'}`,
  };
}

function weekday(number: number, now: DateTime): Span {
  const back = (now.weekday - number + 7) % 7;
  const day = now.minus({ days: back });
  return whole(day, 'day', `on ${day.setLocale('en').toFormat('cccc')}`);
}

function dayOf(year: number, month: number, day: number, now: DateTime): Span {
  const at = DateTime.fromObject({ year, month, day }, { zone: now.zone });
  return { ...whole(at, 'day', ''), words: `on ${date(at)}` };
}

function monthOf(year: number, month: number, now: DateTime): Span {
  const at = DateTime.fromObject({ year, month }, { zone: now.zone });
  return whole(at, 'month', `in ${at.setLocale('en').toFormat('LLLL yyyy')}`);
}

/** Without a year it is the last one that has begun. */
function pastMonth(year: string | undefined, month: number, now: DateTime): Span {
  if (year) return monthOf(Number(year), month, now);
  return monthOf(month > now.month ? now.year - 1 : now.year, month, now);
}

function pastDay(year: string | undefined, month: number, day: number, now: DateTime): Span {
  if (year) return dayOf(Number(year), month, day, now);
  const span = dayOf(now.year, month, day, now);
  return span.start > now ? dayOf(now.year - 1, month, day, now) : span;
}

function monthNumber(word: string): number {
  return months.indexOf(word.slice(0, 3)) + 1;
}

function one(unit: Unit, count = 1): DurationLikeObject {
  return { [`${unit}s`]: count };
}

function date(at: DateTime): string {
  return at.setLocale('en').toFormat('d LLLL yyyy');
}
