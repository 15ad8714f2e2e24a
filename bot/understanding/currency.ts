const signs: readonly (readonly [shape: RegExp, code: string])[] = [
  [/€|\beuros?\b|\deuros?\b/i, 'EUR'],
  [/£|\bpounds?\b/i, 'GBP'],
  [/\bfrancs?\b|\bfranken\b/i, 'CHF'],
  [/\$|\bdollars?\b|\bbucks?\b/i, 'USD'],
];
/** Three letters right before or after a number. */
const codes = /\d\s*(?:k|m|thousand|million)?\s*([a-z]{3})\b|\b([a-z]{3})\s*\d/gi;
/** Said in small letters too; others are words of everyday, as "all" and "top". */
const common = new Set(['EUR', 'USD', 'GBP', 'CHF']);
let known: ReadonlySet<string> | undefined;

/** The currency that a sentence names beside an amount, as ISO 4217 has it; undefined where it names none. */
export function currencyIn(sentence: string): string | undefined {
  for (const [, after, before] of sentence.matchAll(codes)) {
    const said = after ?? before!;
    const code = said.toUpperCase();
    if (common.has(code) || (said === code && isCurrency(code))) return code;
  }
  return signs.find(([shape]) => shape.test(sentence))?.[1];
}

/** True for a code that ISO 4217 has. */
export function isCurrency(code: string): boolean {
  known ??= new Set(Intl.supportedValuesOf('currency'));
  return known.has(code);
}
