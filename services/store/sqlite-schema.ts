import type { DatabaseSync } from 'node:sqlite';

/** What indexed lists go by stands beside the body, and only documents with a listing are in those indexes. */
const tables = `
  CREATE TABLE IF NOT EXISTS documents (
    partition TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, etag TEXT NOT NULL, expires INTEGER,
    ord TEXT, person TEXT, grp TEXT, body TEXT NOT NULL,
    UNIQUE (partition, id)
  ) STRICT;
`;

const indexes = `
  CREATE INDEX IF NOT EXISTS documents_by_kind ON documents (partition, kind, id);
  CREATE INDEX IF NOT EXISTS documents_by_expiry ON documents (expires) WHERE expires IS NOT NULL;
  CREATE INDEX IF NOT EXISTS documents_by_order ON documents (partition, kind, ord) WHERE ord IS NOT NULL;
  CREATE INDEX IF NOT EXISTS documents_by_person ON documents (partition, kind, person, ord) WHERE ord IS NOT NULL;
  CREATE INDEX IF NOT EXISTS documents_by_group ON documents (partition, kind, grp, ord) WHERE ord IS NOT NULL;
  CREATE INDEX IF NOT EXISTS documents_by_both ON documents (partition, kind, person, grp, ord) WHERE ord IS NOT NULL;
`;

/** Of a file from before there were indexed lists. */
const addListing = `
  ALTER TABLE documents ADD COLUMN ord TEXT;
  ALTER TABLE documents ADD COLUMN person TEXT;
  ALTER TABLE documents ADD COLUMN grp TEXT;
  UPDATE documents SET ord = body ->> '$.listing.order', person = body ->> '$.listing.person', grp = body ->> '$.listing.group'
    WHERE json_type(body, '$.listing.order') = 'text';
`;

/** Kept in the file as `user_version`; files from before it was counted have 0. */
const current = 1;

/**
 * Makes the tables of a new file, and brings those of an older one up to date; safe while other processes do the same, since
 * whoever comes second finds it done.
 */
export function prepareSchema(database: DatabaseSync): void {
  if (versionOf(database) >= current) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    if (versionOf(database) < current) {
      database.exec(tables);
      if (!hasListing(database)) database.exec(addListing);
      database.exec(indexes);
      database.exec(`PRAGMA user_version = ${current}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

function hasListing(database: DatabaseSync): boolean {
  return database.prepare(`SELECT 1 FROM pragma_table_info('documents') WHERE name = 'ord'`).get() !== undefined;
}
