import type { Input } from '../actions/action.ts';
import { currencyIn } from './currency.ts';
import { recognizeAmount, recognizeDuration, recognizeTime } from './recognizers.ts';

/**
 * What a written value means for an input that is no name: a choice's value or its words, minutes for "2 hours".
 * Undefined where it means nothing there; text and files are what was written.
 */
export function readValue({ kind, choices = {} }: Input, said: string): string | undefined {
  switch (kind) {
    case 'choice':
      return Object.hasOwn(choices, said) ? said : choiceOf(choices, said);
    case 'page':
      return /^\d{1,6}$/.test(said) ? said : undefined;
    case 'duration':
      return /^\d{1,6}$/.test(said) ? said : recognizeDuration(said.slice(0, longestQuantity));
    case 'amount':
      return /^-?\d+(?:\.\d+)?$/.test(said) ? said : amountOf(said.slice(0, longestQuantity));
    case 'currency':
      return currencyOf(said.trim());
    case 'time':
      return /^\d{2}:\d{2}$/.test(said) ? said : recognizeTime(said.slice(0, longestQuantity), 'evening');
    default:
      return said;
  }
}

/** Less than nothing stays less than nothing, for whoever refuses it. */
function amountOf(said: string): string | undefined {
  const [, sign = '', rest = ''] = /^\s*([-−–]?)\s*(.*)$/s.exec(said) ?? [];
  const amount = recognizeAmount(rest);
  return amount === undefined ? undefined : `${sign && '-'}${amount}`;
}

/** What is no currency is kept as it is, so that somebody can say so. */
function currencyOf(said: string): string {
  return currencyIn(`1 ${said}`) ?? said.toUpperCase().slice(0, 10);
}

/** The recognizers take their time with long texts, and no quantity is one. */
const longestQuantity = 60;

function choiceOf(choices: NonNullable<Input['choices']>, said: string): string | undefined {
  const wanted = said.trim().toLowerCase();
  return Object.entries(choices).find(([value, words]) =>
    [value, ...words].some((word) => word.toLowerCase() === wanted),
  )?.[0];
}
