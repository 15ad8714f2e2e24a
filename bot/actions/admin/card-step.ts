/** What the buttons of a card do with what it shows: the word in front of their ids. Sentences do not say it. */
export function cardStep<const C extends Readonly<Record<string, readonly string[]>>>(choices: C) {
  return { kind: 'choice', ask: 'What shall become of it?', label: 'Step', optional: true, choices } as const;
}

/** What somebody types into a card before something cannot be undone. */
export const typedWord = {
  kind: 'text',
  ask: 'What does the card ask you to type?',
  label: 'Word',
  optional: true,
} as const;
