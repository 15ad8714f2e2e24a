import type { Document } from './store.ts';

/** Its values are partition, id, kind, etag, those of {@link contentOf}, and now: what has expired is gone, so its place is free. */
export const createStatement = `INSERT INTO documents (partition, id, kind, etag, expires, ord, person, grp, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (partition, id) DO UPDATE SET kind = excluded.kind, etag = excluded.etag,
  expires = excluded.expires, ord = excluded.ord, person = excluded.person, grp = excluded.grp, body = excluded.body
  WHERE documents.expires <= ?`;

const indexedValues = { expires: '?2', ord: '?3', person: '?4', grp: '?5' } as const;

/**
 * To be tried one after the other until one changes a row; the values of all of them are the new etag, those of
 * {@link contentOf}, partition, id, the etag that was read, and now. SQLite writes every index of which a column is set,
 * also to what it was. Most writes leave a document where lists have it and let it live as long; most others move it to
 * another group.
 */
export const replaceStatements = [
  replaceWhere(['expires', 'ord', 'person', 'grp']),
  replaceWhere(['expires', 'ord', 'person']),
  replaceWhere(['ord', 'person', 'grp']),
  replaceWhere([]),
];

/** Replaces where these columns stay as they are. */
function replaceWhere(kept: readonly (keyof typeof indexedValues)[]): string {
  const columns = Object.entries(indexedValues);
  const isKept = ([column]: readonly [string, string]) => kept.some((name) => name === column);
  const setting = columns.filter((entry) => !isKept(entry)).map(([column, value]) => `${column} = ${value}, `);
  const staying = columns.filter(isKept).map(([column, value]) => ` AND ${column} IS ${value}`);
  return `UPDATE documents SET etag = ?1, ${setting.join('')}body = ?6
    WHERE partition = ?7 AND id = ?8 AND etag = ?9 AND (expires IS NULL OR expires > ?10)${staying.join('')}`;
}

/** The values of expires, ord, person, grp and body. */
export function contentOf(document: Document): [number | null, string | null, string | null, string | null, string] {
  const { expiresAt, listing } = document;
  const expires = expiresAt === undefined ? null : Date.parse(expiresAt);
  const { order = null, person = null, group = null } = listing ?? {};
  return [expires, order, person, group, JSON.stringify(document)];
}
