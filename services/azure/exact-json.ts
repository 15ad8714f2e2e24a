/** A string, or a number (RFC 8259, sections 7 and 6). */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON whose numbers are read as the text they stand as, so that no digit is lost in a float. @throws {SyntaxError} */
export function parseExactly(json: string): unknown {
  return JSON.parse(json.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}
