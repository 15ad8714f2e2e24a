import { visible } from './visible.ts';

/** Characters that some client takes for markup, and those that look like them and mean nothing. */
const lookalikes: Readonly<Record<string, string>> = {
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '{': '｛',
  '}': '｝',
  '*': '＊',
  '`': '｀',
  '~': '～',
  '|': '｜',
  '\\': '＼',
  '#': '＃',
  '!': '！',
  '&': '＆',
};

/**
 * What somebody wrote, on one line, for places that render Markdown where text alone may stand (choices, facts, titles of
 * buttons): reads the same, and no client makes a link, a format or a date of it.
 */
export function harmless(text: string): string {
  return visible(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[[\]<>{}*`~|\\#!&]/g, (sign) => lookalikes[sign]!)
    .replace(/:(?=\/\/)/g, '：')
    .replace(/\/(?=\/)/g, '／')
    .replace(/\b(www|mailto|javascript|tel)([.:])/gi, (_, word, sign) => `${word}${sign === '.' ? '．' : '：'}`)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿')
    .replace(/^([-+])/, (sign) => (sign === '-' ? '－' : '＋'))
    .replace(/^(\d+)\.(?=\s)/, '$1．');
}
