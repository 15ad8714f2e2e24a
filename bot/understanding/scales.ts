/** How much what counts; found on the development corpus (test/corpus). */
export const scales = {
  /** What words weigh against a phrase that they do not stand in: unknown ones beside a name, beside a topic of ours, alone. */
  unknownNear: 0.34,
  unknownTopic: 0.53,
  unknownFar: 1.15,
  /** All unknown words together weigh at most about this much: people write long. */
  unknownMost: 1.9,
  /** The same for one that all of it is about: "the price of gold". */
  unknownOf: 4,
  beyond: 10,
  negation: 2.2,
  asks: 0.13,
  past: 0.07,
  told: 0.3,
  greeting: 0.01,
  plural: 0.63,
  aside: 0.12,
  soft: 0.5,
  /** The least that a known word weighs against a phrase without it. */
  leastCost: 0.05,
  strayAmount: 1.5,
  /** The same for a noun of ours. */
  otherTopic: 0.52,
  /** Share of a name's weight that is held against an action which has a place for it, and for a workspace, which is context. */
  takenName: 0.34,
  workspace: 0.55,
  /** Share of a noun's weight that counts beside a name of its kind, which implies it. */
  impliedNoun: 0.03,
  /** Share of a slot's weight that a phrase loses where the sentence has nothing for it. */
  slotMissing: 0.82,
  /** What a phrase is worth of which only the names are there. */
  namesAlone: 0.25,
  /** What the sentence has more, and the same where the phrase is a name and nothing else. */
  extra: 0.67,
  extraToName: 1.7,
  /** What the phrase has more. */
  missing: 0.83,
  /** Share that counts of what follows a phrase which ends in free text. */
  openEnd: 0.12,
  /** What the two have in common must weigh so much to count in full. */
  evidence: 0.1,
  /** The weight of a word that every action uses. */
  floor: 0.02,
  smoothing: 0.0033,
};
