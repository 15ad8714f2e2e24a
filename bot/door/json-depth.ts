const quote = 0x22;
const backslash = 0x5c;

/**
 * Whether JSON text nests deeper than `limit` objects and arrays. It reads bytes and neither parses nor recurses, so that
 * what would exhaust a stack later is refused first; text that is no JSON gets some answer and fails to parse afterwards.
 */
export function isDeeperThan(json: Buffer, limit: number): boolean {
  let depth = 0;
  const end = json.length;
  for (let at = 0; at < end; at++) {
    const byte = json[at];
    if (byte === quote) {
      at++;
      while (at < end && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limit) return true;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    }
  }
  return false;
}
