import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

export interface SeedFile {
  readonly path: string;
  readonly content: Buffer;
  readonly contentType: string;
  readonly sha256: string;
}

/** A row of numbers that looks like data and is the same every time. */
function series(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function table(header: string, rows: number, row: (index: number, next: () => number) => string): Buffer {
  const next = series(rows);
  const lines = Array.from({ length: rows }, (_, index) => row(index + 1, next));
  return Buffer.from(`${[header, ...lines].join('\n')}\n`);
}

/** Cut or filled with a comment line to exactly this many bytes. */
function sized(content: Buffer, bytes: number): Buffer {
  return Buffer.concat([content, Buffer.alloc(bytes, '#')]).subarray(0, bytes);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A bar chart as a PNG (W3C PNG, 11.2). */
function figure(bars: readonly number[]): Buffer {
  const width = bars.length * 24 + 8;
  const height = 120;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const lines = Array.from({ length: height }, (_, y) => {
    const line = Buffer.alloc(width + 1, 255);
    line[0] = 0;
    for (const [index, bar] of bars.entries()) {
      if (height - y <= bar * height) line.fill(90, index * 24 + 9, index * 24 + 25);
    }
    return line;
  });
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function results(bytes: number, seed: number): Buffer {
  const rows = table('patient,arm,response,weeks', 90 + seed, (index, next) =>
    [`P${String(index).padStart(4, '0')}`, next() < 0.5 ? 'A' : 'B', next().toFixed(3), Math.ceil(next() * 52)].join(
      ',',
    ),
  );
  return sized(rows, bytes);
}

const cohort = table('patient,age,sex,stage', 180, (index, next) =>
  [
    `P${String(index).padStart(4, '0')}`,
    30 + Math.floor(next() * 50),
    next() < 0.5 ? 'f' : 'm',
    1 + Math.floor(next() * 4),
  ].join(','),
);
const summary = table('arm,patients,median_weeks,response_rate', 2, (index, next) =>
  [index === 1 ? 'A' : 'B', 40 + index, (20 + next() * 10).toFixed(1), next().toFixed(2)].join(','),
);

function file(path: string, content: Buffer): SeedFile {
  const contentType = path.endsWith('.png') ? 'image/png' : 'text/csv';
  return { path, content, contentType, sha256: createHash('sha256').update(content).digest('hex') };
}

const files: Readonly<Record<string, readonly SeedFile[]>> = {
  oncology: [
    file('results.csv', results(2048, 0)),
    file('cohort.csv', cohort),
    file('figures/figure1.png', figure([0.4, 0.7, 0.9, 0.6, 0.3])),
    file('export/table1.csv', summary),
    file('export/figure3.png', figure([0.2, 0.5, 0.8])),
  ],
  cardiology: [file('results.csv', results(1536, 1)), file('export/table1.csv', summary)],
  genomics: [file('variants.csv', results(4096, 2)), file('export/summary.csv', summary)],
};

/** What the secure storage of a workspace holds at first, as `export/…` for results to take out. */
export function seedFiles(workspaceId: string): readonly SeedFile[] {
  return files[workspaceId] ?? [];
}
