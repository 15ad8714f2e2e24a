import { createRequire } from 'node:module';

interface Resolution {
  readonly value?: string;
  readonly values?: readonly {
    readonly type: string;
    readonly value?: string;
    readonly start?: string;
    readonly end?: string;
  }[];
}
interface Recognized {
  readonly text: string;
  readonly typeName: string;
  readonly resolution: Resolution | null;
}
interface Model {
  parse(text: string, reference?: Date): readonly Recognized[];
}
interface DateTimePackage {
  readonly DateTimeRecognizer: new (culture: string) => { getDateTimeModel(): Model };
}
interface NumberPackage {
  readonly NumberRecognizer: new (culture: string) => { getNumberModel(): Model };
}

// The packages that come with botbuilder-dialogs, in its versions. They are CommonJS and take half a second to load.
const here = createRequire(import.meta.url);
let dialogs: NodeJS.Require | undefined;
let dateTimes: Model | undefined;
let numbers: Model | undefined;

function dateTimeModel(): Model {
  if (!dateTimes) {
    dialogs ??= createRequire(here.resolve('botbuilder-dialogs'));
    const { DateTimeRecognizer } = dialogs('@microsoft/recognizers-text-date-time') as DateTimePackage;
    dateTimes = new DateTimeRecognizer('en-us').getDateTimeModel();
  }
  return dateTimes;
}

function numberModel(): Model {
  if (!numbers) {
    dialogs ??= createRequire(here.resolve('botbuilder-dialogs'));
    const { NumberRecognizer } = dialogs('@microsoft/recognizers-text-number') as NumberPackage;
    numbers = new NumberRecognizer('en-us').getNumberModel();
  }
  return numbers;
}

/** Loads what is otherwise loaded at the first sentence with a time or an amount; half a second. */
export function warmUpRecognizers(): void {
  recognizeTime('until 18:00', 'evening');
  recognizeDuration('2 hours');
  recognizeAmount('100');
}

/**
 * A time of day as `HH:mm`. Where an hour may be of the morning or the evening ("at 7"), `leaning` decides.
 * Undefined where the words say none.
 */
export function recognizeTime(words: string, leaning: 'morning' | 'evening'): string | undefined {
  const text = words
    .toLowerCase()
    .replace(/\b(\d{1,2})h(\d{2})?\b/g, (_, hour: string, minute?: string) => `${hour}:${minute ?? '00'}`)
    .replace(/\b(\d{1,2})\.(\d{2})(?=\s*(?:[ap]\.?m|$|\s))/g, '$1:$2')
    .replace(/^(\D*)\b([012]\d)([0-5]\d)$/, '$1$2:$3')
    .replace(/o'?clock|uhr/g, '')
    .replace(/^(\D*)\b24:00\b/, '$100:00')
    .trim();
  for (const { resolution } of dateTimeModel().parse(
    /^\d{1,2}$/.test(text) ? `at ${text}` : text,
    new Date(2026, 0, 5, 12),
  )) {
    const times = (resolution?.values ?? []).flatMap(({ value, end, start }) => clockOf(value ?? end ?? start) ?? []);
    if (times.length === 0) continue;
    const written = /^\D*0\d|\d:\d\d(?!\s*[ap])/.test(text);
    return written || leaning === 'morning' ? times[0] : times.at(-1);
  }
  return undefined;
}

/** A duration in whole minutes, or undefined. */
export function recognizeDuration(words: string): string | undefined {
  const text = words
    .toLowerCase()
    .replace(/\banother\b(?=\s+(?:h|m|d|w))/g, '1')
    .replace(/\b(?:another|more|extra|additional|further)\b/g, ' ')
    .replace(/\b(?:a )?couple of\b/g, '2')
    .replace(/\b(\d+)h(\d{1,2})m?\b/g, '$1 hours $2 minutes')
    .replace(/\b(\d+)\s*m\b/g, '$1 minutes')
    .replace(/\s+/g, ' ')
    .trim();
  for (const { typeName, resolution } of dateTimeModel().parse(text)) {
    const seconds = Number(resolution?.values?.[0]?.value);
    if (typeName.endsWith('duration') && seconds > 0) return String(Math.round(seconds / 60));
  }
  return undefined;
}

/** An amount of money as a decimal, without its currency; "2.000" and "2,000" are thousands, since cents have two digits. */
export function recognizeAmount(words: string): string | undefined {
  const [, scientific] = /^\s*[€$£]?\s*(\d{1,3}(?:\.\d{1,9})?e\d{1,2})(?![\d.])/i.exec(words) ?? [];
  if (scientific) return BigInt(Math.round(Number(scientific))).toString();
  const text = words
    .toLowerCase()
    .replace(/(\d)[.,](?=\d{3}(?:\D|$))/g, '$1')
    .replace(/(\d),(\d{1,2})(?!\d)/g, '$1.$2')
    .replace(/[€$£]/g, ' ')
    .replace(/(\d)\s*grand\b/g, '$1k')
    .replace(/(\d)(eur|usd|gbp|chf)/g, '$1 $2');
  const value = numberModel()
    .parse(text)
    .map(({ resolution }) => resolution?.value)
    .find((found) => found !== undefined && Number(found) >= 0);
  return value === undefined ? undefined : String(Number(value));
}

function clockOf(value: string | undefined): string | undefined {
  return /(?:^|\s)(\d{2}:\d{2}):\d{2}$/.exec(value ?? '')?.[1];
}
