/** "10,412 files". */
const many = (count: number, noun: string) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
const pageOf = (page: number, pages: number) =>
  pages > 1 ? [`page ${(page + 1).toLocaleString('en')} of ${pages.toLocaleString('en')}`] : [];

/** What cards about files say. */
export const fileTexts = {
  title: (workspace: string) => `Files in ${workspace}`,
  /** `pages` is left out where there is one. */
  summary: (total: number, page: number, pages: number) => [many(total, 'file'), ...pageOf(page, pages)].join(' · '),
  found: (total: number, page: number, pages: number) =>
    [`${many(total, 'file')} found`, ...pageOf(page, pages)].join(' · '),
  none: 'There are no files yet.',
  nothingFound: 'No file has all of these words in its path.',
  cut: (most: number) =>
    `There are more than ${most.toLocaleString('en')} files; only so many are listed and searched.`,
  folder: (files: number, size: string) => `${many(files, 'file')}, ${size}`,
  note: 'What is in the files you get by asking for them.',
  search: 'Search by name',
  example: 'For example results csv',
  actions: {
    search: 'Search',
    ask: 'Ask for files',
    more: (count: number) => many(count, 'more file'),
    first: 'First page',
    refresh: 'Refresh',
  },
} as const;
