import type { Card } from '../../cards/card.ts';
import { fileListCard, filesPerPage } from '../../cards/files/list.ts';
import type { StoredFile } from '../../services/files/file.ts';
import { folderOf } from '../../services/files/file-path.ts';
import type { ListedFiles } from '../../services/files/files.ts';
import { now, workspace } from '../support/machine-samples.ts';

export function storedFile(path: string, bytes = 2048): StoredFile {
  const modifiedAt = new Date(now.getTime() - 3 * 86_400_000);
  return { path, bytes, etag: '"1"', modifiedAt, contentType: 'text/csv' };
}

/** A page of a list that these files are the beginning of. */
export function listedFiles(files: readonly StoredFile[], more: Partial<ListedFiles> = {}): ListedFiles {
  const folders = [...new Set(files.map(({ path }) => folderOf(path)))].map((path) => {
    const inside = files.filter((file) => folderOf(file.path) === path);
    return { path, files: inside.length, bytes: inside.reduce((sum, { bytes }) => sum + bytes, 0) };
  });
  const shown = files.slice(0, filesPerPage);
  return { files: shown, folders, total: files.length, page: 0, pages: 1, age: 3, isCut: false, ...more };
}

const seed = [
  storedFile('cohort.csv', 4_310),
  storedFile('results.csv'),
  storedFile('export/figure3.png', 733),
  storedFile('export/table1.csv', 121),
  storedFile('figures/figure1.png', 1_210_000),
];
const scans = Array.from({ length: 20 }, (_, index) =>
  storedFile(`scans/patient ${Math.floor(index / 10) + 1}/slice ${index + 1}.dcm`, 524_288 * (index + 1)),
);
const longest = Array.from({ length: 20 }, (_, index) =>
  storedFile(`${'Ordner "ü" '.repeat(40)}${index}/${'\u{1f9ec} sehr lang '.repeat(40)}.csv`, 10 ** index),
);
const oncology = workspace();

export const fileSamples: Readonly<Record<string, Card>> = {
  'the files of a workspace': fileListCard(oncology, listedFiles(seed)),
  'a page of very many files': fileListCard(
    oncology,
    listedFiles(scans, { total: 50_000, page: 3, pages: 2500, isCut: true }),
  ),
  'files that were searched for': fileListCard(oncology, listedFiles(seed.slice(3, 4)), 'fig 1'),
  'no file that was searched for': fileListCard(oncology, listedFiles([]), 'protocol'),
  'no files yet': fileListCard(oncology, listedFiles([])),
  'files with the longest names': fileListCard(oncology, listedFiles(longest, { total: 60, pages: 3, page: 1 })),
};
