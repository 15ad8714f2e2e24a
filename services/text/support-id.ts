import { createHash } from 'node:crypto';

/** Letters and digits that nobody takes for one another. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** A short id that people can read out, `7K2-9QF`: it leads from what they saw to the log. The same for the same seed. */
export function supportIdOf(seed: string): string {
  const bytes = createHash('sha256').update(seed).digest();
  const letters = Array.from({ length: 6 }, (_, index) => alphabet[bytes.readUInt32BE(index * 4) % alphabet.length]);
  return `${letters.slice(0, 3).join('')}-${letters.slice(3).join('')}`;
}
