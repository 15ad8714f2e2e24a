import type { Token } from './tokens.ts';

/** A stretch of words that says a time, a duration or an amount; what exactly is left to the recognizers. */
export interface Quantity {
  readonly kind: 'time' | 'duration' | 'amount';
  readonly from: number;
  /** The first token after it. */
  readonly to: number;
  /** True where a word for "more" stands inside ("two more hours"). */
  readonly more: boolean;
}

const numberWords = new Set(
  'a an one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety hundred thousand half few couple several'.split(
    ' ',
  ),
);
const units = /^(?:h|hrs?|hours?|mins?|minutes?|days?|weeks?)$/;
const currencies = /^(?:€|\$|£|eur|euros?|usd|gbp|chf|dollars?|pounds?|bucks?|francs?|grand|k)$/;
const more = new Set(['more', 'extra', 'additional', 'further', 'another']);
const beforeTime = new Set(['at', 'until', 'till', 'til', 'by', 'before', 'after', 'around', 'from']);
const clock =
  /^(?:[01]?\d|2[0-4])(?:[:.h][0-5]\d)(?:am|pm)?$|^(?:[01]?\d|2[0-4])h$|^(?:0?\d|1[0-2])(?:[:.][0-5]\d)?(?:am|pm|a\.m|p\.m)$/;
const number = /^\d+(?:[.,]\d+)*$/;
const scientific = /^\d+(?:\.\d+)?e\d{1,2}$/;
const months =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/;
const large = /^(?:hundred|thousand|million|billion|trillion)$/;

/** Finds the quantities of a sentence by their shape, in less than a microsecond a word. */
export function findQuantities(tokens: readonly Token[]): Quantity[] {
  const found: Quantity[] = [];
  for (let index = 0; index < tokens.length; ) {
    const quantity = durationAt(tokens, index) ?? timeAt(tokens, index) ?? amountAt(tokens, index);
    if (quantity) found.push(quantity);
    index = quantity ? quantity.to : index + 1;
  }
  return found;
}

function durationAt(tokens: readonly Token[], from: number): Quantity | undefined {
  const first = tokens[from]!.word;
  if (/^\d+(?:[.,]\d+)?(?:h|hrs?|hours?|min|mins|minutes|m|d|days?)$/.test(first) || /^\d+h\d{1,2}m?$/.test(first)) {
    if (/^\d{1,2}h\d{2}$/.test(first) && beforeTime.has(tokens[from - 1]?.word ?? '')) return undefined;
    if (/^\d{1,2}h$/.test(first) && beforeTime.has(tokens[from - 1]?.word ?? '')) return undefined;
    return { kind: 'duration', from, to: from + 1, more: false };
  }
  if (!number.test(first) && !numberWords.has(first) && !more.has(first)) return undefined;
  let saidMore = false;
  let index = from;
  for (; index < tokens.length && index < from + 5; index++) {
    const word = tokens[index]!.word;
    if (units.test(word)) {
      const fraction =
        tokens[index + 1]?.word === 'and' && tokens[index + 2]?.word === 'a' && tokens[index + 3]?.word === 'half';
      return { kind: 'duration', from, to: index + (fraction ? 4 : 1), more: saidMore };
    }
    if (more.has(word)) saidMore = true;
    else if (!number.test(word) && !numberWords.has(word) && word !== 'of') return undefined;
  }
  return undefined;
}

function timeAt(tokens: readonly Token[], from: number): Quantity | undefined {
  const { word } = tokens[from]!;
  const next = tokens[from + 1]?.word ?? '';
  if (word === 'noon' || word === 'midnight' || word === 'midday')
    return { kind: 'time', from, to: from + 1, more: false };
  if (clock.test(word)) return { kind: 'time', from, to: from + (/^(?:am|pm)$/.test(next) ? 2 : 1), more: false };
  if (/^\d{1,2}$/.test(word) && /^(?:am|pm|a\.m|p\.m|o'?clock|oclock|uhr)$/.test(next))
    return { kind: 'time', from, to: from + 2, more: false };
  if (word === 'half' && next === 'past')
    return { kind: 'time', from, to: Math.min(from + 3, tokens.length), more: false };
  if (word === 'quarter' && (next === 'past' || next === 'to'))
    return { kind: 'time', from, to: Math.min(from + 3, tokens.length), more: false };
  const before = tokens[from - 1]?.word ?? '';
  const hour =
    /^(?:\d{1,2}|[012]\d[0-5]\d)$/.test(word) ||
    /^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)$/.test(word);
  if (
    hour &&
    !(word.length === 4 && before === 'by') &&
    beforeTime.has(before) &&
    Number(word) !== 0 &&
    !(Number(word) > 24 && word.length < 4) &&
    !currencies.test(next) &&
    !units.test(next)
  ) {
    return { kind: 'time', from, to: from + 1, more: false };
  }
  return undefined;
}

/** "2 march 2026", "march 2": the numbers of a date are no sums. */
function isOfDate(tokens: readonly Token[], at: number): boolean {
  const word = (offset: number) => tokens[at + offset]?.word ?? '';
  if (/^20\d\d$/.test(word(0))) return months.test(word(-1)) || (/^\d{1,2}$/.test(word(-1)) && months.test(word(-2)));
  return /^\d{1,2}$/.test(word(0)) && (months.test(word(1)) || months.test(word(-1)));
}

function amountAt(tokens: readonly Token[], from: number): Quantity | undefined {
  if (isOfDate(tokens, from)) return undefined;
  const { word } = tokens[from]!;
  const next = tokens[from + 1]?.word ?? '';
  if (/^[€$£]\d/.test(word) || /^\d+(?:[.,]\d+)*(?:€|\$|£|k|eur|euros?|usd|gbp)$/.test(word)) {
    return { kind: 'amount', from, to: from + (currencies.test(next) ? 2 : 1), more: false };
  }
  if (currencies.test(word) && number.test(next)) return { kind: 'amount', from, to: from + 2, more: false };
  if (number.test(word) || scientific.test(word)) {
    let to = from + 1;
    if (large.test(next)) to++;
    let saidMore = false;
    if (to === from + 1 && more.has(next) && currencies.test(tokens[from + 2]?.word ?? '')) {
      saidMore = true;
      to++;
    }
    while (to < tokens.length && currencies.test(tokens[to]!.word)) to++;
    return { kind: 'amount', from, to, more: saidMore };
  }
  if (numberWords.has(word) && /^(?:hundred|thousand|grand|euros?|dollars?|pounds?)$/.test(next)) {
    let to = from + 2;
    while (to < tokens.length && (currencies.test(tokens[to]!.word) || numberWords.has(tokens[to]!.word))) to++;
    return { kind: 'amount', from, to, more: false };
  }
  return undefined;
}
