import type { Found } from './entity.ts';
import type { FileTable } from './file-table.ts';
import type { Token } from './tokens.ts';

const fileEnding =
  /\.(?:csv|tsv|txt|xlsx?|ods|parquet|feather|rds|rda|rdata|sav|dta|sas7bdat|h5|hdf5|png|jpe?g|tiff?|svg|gif|pdf|docx?|pptx?|md|html?|tex|zip|gz|tar|7z|json|xml|ya?ml|py|r|rmd|ipynb|sql|do|m|nii|dcm|edf|vcf|bam|bed|fastq|fasta|mat|npy|log|bib)$/i;

export function fileAt(tokens: readonly Token[], from: number, files: FileTable): Found | undefined {
  const { word } = tokens[from]!;
  const shaped =
    fileEnding.test(word) || (word.includes('/') && /^[\w.*-]+\/[\w./*-]*$/.test(word)) || /^\*\.\w+$/.test(word);
  if (!shaped && !word.includes('.')) return undefined;
  const exact = files.exact(word);
  if (exact !== undefined) return { kind: 'files', value: exact, from, to: from + 1 };
  if (!shaped) return undefined;
  const isFolder = files.isFolder(word);
  const near = isFolder ? undefined : files.near(word);
  if (near !== undefined) return { kind: 'files', value: near, from, to: from + 1, match: 'near' };
  return { kind: 'files', from, to: from + 1, match: isFolder ? 'named' : 'unknown' };
}
