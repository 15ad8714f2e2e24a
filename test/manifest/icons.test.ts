import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';
import { iconFolder, iconProblems } from '../../scripts/app-package/icons.ts';
import { type Pixel, readPng } from '../../scripts/app-package/png.ts';

const white: Pixel = [255, 255, 255, 255];
const clear: Pixel = [255, 255, 255, 0];
const teal: Pixel = [15, 102, 118, 255];

describe("The app's icons", () => {
  for (const name of ['color', 'outline'] as const) {
    it(`keep Teams' rules: ${name}`, async () => {
      assert.deepEqual(iconProblems(name, await readFile(new URL(`${name}.png`, iconFolder))), []);
    });
  }

  it('are refused where they have the wrong size', () => {
    assert.match(
      iconProblems(
        'color',
        png(32, () => teal),
      ).join(),
      /is 32 x 32 pixels; make it 192 x 192/,
    );
  });

  it('are refused where the colour icon shows through', () => {
    assert.match(
      iconProblems(
        'color',
        png(192, (x) => (x === 0 ? clear : teal)),
      ).join(),
      /fill its whole square/,
    );
  });

  it('are refused where the outline has a colour, no background, or nothing on it', () => {
    assert.match(
      iconProblems(
        'outline',
        png(32, (x) => (x === 5 ? teal : clear)),
      ).join(),
      /has colours/,
    );
    assert.match(
      iconProblems(
        'outline',
        png(32, () => white),
      ).join(),
      /no transparent background/,
    );
    assert.match(
      iconProblems(
        'outline',
        png(32, () => clear),
      ).join(),
      /is empty/,
    );
    assert.deepEqual(
      iconProblems(
        'outline',
        png(32, (x) => (x === 5 ? white : clear)),
      ),
      [],
    );
  });

  it('are refused where they are no picture', () => {
    assert.match(iconProblems('color', Buffer.from('GIF89a')).join(), /it is not a PNG/);
    const short = png(32, () => white);
    short.writeUInt32BE(64, 20);
    assert.match(iconProblems('outline', short).join(), /cut off/);
  });

  it('are read right whatever filter their lines have', () => {
    const paint = (x: number, y: number): Pixel => [(x * 37 + y) % 256, (y * 91) % 256, (x * y) % 256, (x + y) % 256];
    const plain = readPng(png(16, paint)).pixels();
    for (const filter of [1, 2, 3, 4]) assert.deepEqual(readPng(png(16, paint, filter)).pixels(), plain, `${filter}`);
    assert.deepEqual(plain[16 * 3 + 2], paint(2, 3));
  });
});

/** A square RGBA picture; every line has the same filter, 0 to 4. */
function png(edge: number, paint: (x: number, y: number) => Pixel, filter = 0): Buffer {
  const raw = Array.from({ length: edge }, (_, y) => Array.from({ length: edge }, (_, x) => [...paint(x, y)]).flat());
  const at = (y: number, x: number) => (x < 0 ? 0 : (raw[y]?.[x] ?? 0));
  const lines = raw.map((line, y) => [
    filter,
    ...line.map((value, x) => {
      const [left, above, corner] = [at(y, x - 4), at(y - 1, x), at(y - 1, x - 4)];
      const guess = left + above - corner;
      const nearest = [left, above, corner].sort((a, b) => Math.abs(guess - a) - Math.abs(guess - b))[0]!;
      return (value - [0, left, above, Math.floor((left + above) / 2), nearest][filter]!) & 255;
    }),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(edge, 0);
  header.writeUInt32BE(edge, 4);
  header.set([8, 6], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(lines.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const framed = Buffer.alloc(data.length + 12);
  framed.writeUInt32BE(data.length, 0);
  framed.write(kind, 4, 'latin1');
  data.copy(framed, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, 8 + data.length)), 8 + data.length);
  return framed;
}
