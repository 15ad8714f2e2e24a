import { inflateSync } from 'node:zlib';

/** Red, green, blue and alpha, 0 to 255 each. */
export type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Row by row from the top left. */
  pixels(): Pixel[];
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
/** Bytes a pixel by colour type: RGB and RGBA are all that icons need. */
const channelsOf: Readonly<Record<number, 3 | 4>> = { 2: 3, 6: 4 };

/**
 * Reads a PNG of 8 bits a channel in RGB or RGBA, without interlacing. PNG specification, sections 5, 9 and 11.
 * @throws {Error} saying what it is instead
 */
export function readPng(file: Uint8Array): Picture {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (!bytes.subarray(0, 8).equals(signature)) throw new Error('it is not a PNG');
  const header = bytes.subarray(16, 29);
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const channels = channelsOf[header.readUInt8(9)];
  if (header.readUInt8(8) !== 8 || !channels || header.readUInt8(12) !== 0)
    throw new Error('it is no plain RGB or RGBA picture of 8 bits a channel');
  const lines = inflateSync(Buffer.concat(chunks(bytes, 'IDAT')));
  if (lines.length !== height * (1 + width * channels)) throw new Error('its picture is cut off');
  return { width, height, pixels: () => pixelsOf(unfilter(lines, width * channels, channels), channels) };
}

function chunks(bytes: Buffer, kind: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === kind) found.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return found;
}

/** Undoes what each line was filtered with: a prediction from the byte to the left, above, and above left. */
function unfilter(lines: Buffer, lineLength: number, step: number): Buffer {
  const height = lines.length / (lineLength + 1);
  const plain = Buffer.alloc(height * lineLength);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (lineLength + 1)];
    for (let x = 0; x < lineLength; x++) {
      const here = y * lineLength + x;
      const left = x >= step ? plain[here - step]! : 0;
      const above = y > 0 ? plain[here - lineLength]! : 0;
      const aboveLeft = y > 0 && x >= step ? plain[here - lineLength - step]! : 0;
      plain[here] = lines[y * (lineLength + 1) + 1 + x]! + predict(filter, left, above, aboveLeft);
    }
  }
  return plain;
}

function predict(filter: number | undefined, left: number, above: number, aboveLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4: {
      const guess = left + above - aboveLeft;
      const [toLeft, toAbove, toAboveLeft] = [left, above, aboveLeft].map((value) => Math.abs(guess - value));
      if (toLeft! <= toAbove! && toLeft! <= toAboveLeft!) return left;
      return toAbove! <= toAboveLeft! ? above : aboveLeft;
    }
    default:
      throw new Error(`it has a line filter that PNG does not know: ${filter}`);
  }
}

function pixelsOf(plain: Buffer, channels: 3 | 4): Pixel[] {
  const pixels: Pixel[] = [];
  for (let at = 0; at < plain.length; at += channels) {
    pixels.push([plain[at]!, plain[at + 1]!, plain[at + 2]!, channels === 4 ? plain[at + 3]! : 255]);
  }
  return pixels;
}
