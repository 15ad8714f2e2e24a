/** "2 minutes", "3 h 5 min": how long something is or was, in words. */
export function span(seconds: number): string {
  if (seconds < 60) return plural(Math.max(1, Math.round(seconds)), 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return plural(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return plural(Math.floor(hours / 24), 'day');
  return minutes % 60 === 0 ? plural(hours, 'hour') : `${hours} h ${minutes % 60} min`;
}

const irregular: Readonly<Record<string, string>> = { person: 'people' };

/** "1 machine", "2 machines", "3 people". */
export function plural(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : (irregular[noun] ?? `${noun}s`)}`;
}

/** "A", "A and B", "A, B and C". */
export function listing(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A name in a sentence: as it is, or cut where it is longer than names are. */
export function brief(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 79)}…`;
}

/** `m:ss`, as a stopwatch shows it. */
export function stopwatch(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
