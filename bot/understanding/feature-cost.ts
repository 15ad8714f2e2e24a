import { bitOf, nameBits, weak } from './feature-kinds.ts';
import type { Feature } from './features.ts';
import { scales } from './scales.ts';

/** What shows that somebody speaks of Labdesk's world. */
const grounds = new Set(
  'machine workspace file request dataset catalogue member budget cost audit rdp storage machine~s workspace~s file~s request~s member~s'.split(
    ' ',
  ),
);

/** What a word that no phrase has weighs, by what else is said. */
export function costOfUnknown(features: readonly Feature[]): number {
  let named = false;
  let topical = false;
  for (const { name, strength, aside } of features) {
    if (aside) continue;
    if (strength >= 0.9 && (bitOf(name) & nameBits) !== 0) named = true;
    else if (grounds.has(name)) topical = true;
  }
  if (named) return scales.unknownNear;
  if (!topical) return scales.unknownFar;
  const words = features.filter(({ name }) => !weak.has(name) && !name.endsWith('~s'));
  const strange = words.filter(({ name }) => name[0] === '?').length;
  // "budget airlines": where half of it is strange, the other half means something else.
  return 2 * strange >= words.length ? scales.unknownFar : scales.unknownTopic;
}

/** What a feature weighs against a phrase that does not have it. */
export function costOf({ name, aside, soft }: Feature, weight: number, known: boolean): number {
  let cost = weight;
  if (name[0] === '!') cost = scales.beyond;
  else if (name === '?of') cost = scales.unknownOf;
  else if (name === '^past') cost = scales.past;
  else if (name === '^told') cost = scales.told;
  else if (name === '^asks') cost = Math.max(cost, scales.asks);
  else if (name === 'not' || name.startsWith('not ')) cost = Math.max(cost, scales.negation);
  else if (name === 'hello' || name === 'labdesk') cost = scales.greeting;
  else if (name.endsWith('~s')) cost *= scales.plural;
  else if (name === '@amount') cost = Math.max(cost, scales.strayAmount);
  else if (known && name[0] !== '@') cost = Math.max(cost, grounds.has(name) ? scales.otherTopic : scales.leastCost);
  if (aside) cost *= scales.aside;
  if (soft) cost *= scales.soft;
  return cost;
}
