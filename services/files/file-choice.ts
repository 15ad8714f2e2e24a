/** What separates choices in one value, spaces at the ends, which fields lose, and what nobody sees, which cards drop. */
const unsafe = /[%,]|^\s+|\s+$|\p{Cc}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A path as the value of a choice among several, which come back with commas between them. */
export function encodeChoice(path: string): string {
  return path.toWellFormed().replace(unsafe, encodeURIComponent);
}

/** The paths of what was chosen. */
export function decodeChoices(value: string): string[] {
  return value.split(',').filter(Boolean).map(decode);
}

function decode(choice: string): string {
  try {
    return decodeURIComponent(choice);
  } catch {
    // Not one of ours, so it is no file either.
    return choice;
  }
}
