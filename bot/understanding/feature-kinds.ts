/** Words that ask or lead and by themselves say nothing about what. */
export const weak = new Set(
  'what who which how where when why much many my give get take make see let use all need go have new can tell show up down out back on in over more ^asks ^past ^told'.split(
    ' ',
  ),
);

const entityBits: Readonly<Record<string, number>> = {
  '@machine': 1,
  '@workspace': 2,
  '@person': 4,
  '@request': 8,
  '@files': 16,
  '@time': 32,
  '@duration': 64,
  '@amount': 128,
};
const choiceBit = 256;
export const workspaceBit = 2;
/** Machine, workspace, person, request, files. */
export const nameBits = 31;

/** Nouns that say of what kind a name is: "the machine onc-r". */
export const nounBits = new Map([
  ['machine', 1],
  ['workspace', 2],
  ['member', 4],
  ['request', 8],
  ['file', 16],
]);

/** The kind of a name, a quantity or a choice, as a bit; 0 for words. */
export function bitOf(name: string): number {
  return name[0] === '@' ? (entityBits[name] ?? choiceBit) : 0;
}
