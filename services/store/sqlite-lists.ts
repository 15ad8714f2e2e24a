import type { Query } from './store.ts';

/** The list by id; its values are partition, kind, the id that comes before, now and how many. */
export const listByIdStatement = `SELECT body, etag, expires FROM documents WHERE partition = ? AND kind = ? AND id > ?
  AND (expires IS NULL OR expires > ?) ORDER BY id LIMIT ?`;

/** The indexes that lists go by, each with the columns that it fixes. */
const listIndexes = {
  documents_by_order: [],
  documents_by_person: ['person'],
  documents_by_group: ['grp'],
  documents_by_both: ['person', 'grp'],
} as const satisfies Record<string, readonly ('person' | 'grp')[]>;

export type ListIndex = keyof typeof listIndexes;

export const listIndexNames = Object.keys(listIndexes) as ListIndex[];

/**
 * The statement of one index; its values are partition, kind, those of {@link listValues}, the greatest order, now and how
 * many. INDEXED BY: where the index does not serve, the statement cannot be prepared, and no plan gets worse with the data.
 */
export function listStatement(index: ListIndex): string {
  const fixed = listIndexes[index].map((column) => `AND ${column} = ? `).join('');
  return `SELECT body, etag, expires FROM documents INDEXED BY ${index} WHERE partition = ? AND kind = ? ${fixed}AND ord <= ?
    AND (expires IS NULL OR expires > ?) ORDER BY ord DESC LIMIT ?`;
}

/** Which index serves the list, and the values that it fixes. */
export function listIndexFor({ person, group }: NonNullable<Query['by']>): { index: ListIndex; values: string[] } {
  const index =
    person === undefined
      ? group === undefined
        ? 'documents_by_order'
        : 'documents_by_group'
      : group === undefined
        ? 'documents_by_person'
        : 'documents_by_both';
  return { index, values: [person, group].filter((value) => value !== undefined) };
}

/** Above every text, as SQLite compares (https://www.sqlite.org/datatype3.html, section 4.1): where a list begins. */
export const aboveEveryText = new Uint8Array(0);
