import { fc } from './properties.ts';

const firstSurrogate = 0xd800;
const surrogates = 0x800;

/** Any code point but halves of surrogate pairs. */
const character = fc.integer({ min: 0, max: 0x10ffff - surrogates }).map(
  (index) => String.fromCodePoint(index < firstSurrogate ? index : index + surrogates),
  (text) => {
    const code = typeof text === 'string' ? (text.codePointAt(0) ?? -1) : -1;
    if (code < 0 || String.fromCodePoint(code) !== text) throw new Error('It is no single character.');
    return code < firstSurrogate ? code : code - surrogates;
  },
);

/**
 * Text of whatever characters there are. As `fc.string({ unit: 'binary' })`, which first makes a table of all million of them: two
 * seconds in which a process does nothing else.
 */
export function anyText(lengths: Omit<fc.StringConstraints, 'unit'> = {}): fc.Arbitrary<string> {
  return fc.string({ ...lengths, unit: character });
}
