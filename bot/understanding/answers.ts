const cancels = new Set([
  'cancel',
  'cancel it',
  'cancel that',
  'cancel this',
  'abort',
  'never mind',
  'nevermind',
  'nvm',
  'forget it',
  'forget that',
  'forget about it',
  'leave it',
  'drop it',
  'quit',
  'exit',
  'not now',
  'no longer needed',
  'back out',
  'i changed my mind',
  'changed my mind',
]);

const yeses = new Set(
  'yes|y|yep|yup|yeah|ya|sure|of course|ok|okay|k|do it|go ahead|go for it|confirm|confirmed|right|correct|exactly|affirmative|sounds good|absolutely|definitely|yes do it|yes go ahead|that one|yes that one|i did|i do'.split(
    '|',
  ),
);

const noes = new Set(
  'no|n|nope|nah|no way|not really|rather not|better not|do not|dont|wrong|negative|no do not|no dont|not that one|neither'.split(
    '|',
  ),
);

/** True for a word that ends a question without doing anything. "stop" is none: it is a command of its own. */
export function isCancel(text: string): boolean {
  return cancels.has(bare(text));
}

export function isYes(text: string): boolean {
  return yeses.has(bare(text));
}

export function isNo(text: string): boolean {
  return noes.has(bare(text));
}

/** Lower case, no punctuation, no politeness at the end. */
function bare(text: string): string {
  if (text.length > 60) return text;
  return text
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/(?: (?:please|pls|plz|thanks|thank you|thx))+$/, '');
}
