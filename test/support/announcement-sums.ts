const outcomes = ['In Teams', 'By mail', 'Blocked Labdesk', 'Not reachable', 'Perhaps in Teams', 'Still to come'];

/** What the report of an announcement counts, as it stands on its card: those who get it, and those of whom it says what became of it. */
export function sumsOf(text: string): { readonly recipients: number; readonly accountedFor: number } {
  const number = (name: string) => Number(new RegExp(`${name}\\s+(\\d+)`).exec(text)?.[1] ?? 0);
  return { recipients: number('Recipients'), accountedFor: outcomes.reduce((sum, name) => sum + number(name), 0) };
}
