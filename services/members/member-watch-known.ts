import { type Document, type Store, type Stored, WriteConflict } from '../store/store.ts';

/** What a look has found and is not on record yet: a crash in between loses nothing, and nothing is found twice. */
export interface Found {
  /** The key of the change that puts it on record. */
  readonly id: string;
  readonly at: string;
  /** aadObjectIds. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly appointed?: readonly string[];
  readonly demoted?: readonly string[];
}

/** The members or the owners of a group. */
export interface KnownPeople {
  readonly ids: readonly string[];
  /** Whom Labdesk has changed of late, and who are not as it left them: told once Graph cannot be late any more. */
  readonly disputed: readonly string[];
}

/**
 * Who was in a workspace's group when it was looked at last: ids alone, and of those alone who are in it. No aggregate, since ten thousand
 * ids are more than those hold; it takes some 40 bytes for each.
 */
export interface KnownMembers extends Document, KnownPeople {
  readonly kind: 'members-known';
  readonly groupId: string;
  /** Undefined in what was written before owners were looked at: then everything is read anew, and they are learned. */
  readonly owners?: KnownPeople;
  /** Where the next look goes on. */
  readonly link: string;
  readonly linkAt: string;
  /** The number of the last change of ours (`WorkspaceMembers.touched`) that was looked past. */
  readonly ours: number;
  readonly found?: Found;
  /** Whoever left or owns it no more, and has still to be parted from their things. */
  readonly leaving: readonly string[];
}

const id = 'members-known';
const maxAttempts = 8;

export type KnownFields = Omit<KnownMembers, keyof Document>;

/** Reads and writes {@link KnownMembers}. */
export class KnownMembersStore {
  readonly #store: Pick<Store, 'get' | 'create' | 'replace' | 'delete'>;

  constructor(store: Pick<Store, 'get' | 'create' | 'replace' | 'delete'>) {
    this.#store = store;
  }

  async get(workspace: string): Promise<Stored<KnownMembers> | undefined> {
    return await this.#store.get<KnownMembers>(partitionOf(workspace), id);
  }

  /** Where it changed since it was read, somebody else has looked. @throws {WriteConflict} */
  async put(workspace: string, fields: KnownFields, etag: string | undefined): Promise<Stored<KnownMembers>> {
    const document: KnownMembers = {
      ...fields,
      ...{ id, partition: partitionOf(workspace), kind: 'members-known', schema: 1 },
    };
    return await (etag === undefined ? this.#store.create(document) : this.#store.replace(document, etag));
  }

  /** Anew where somebody else wrote first. Undefined where there is none any more. */
  async amend(
    workspace: string,
    change: (known: KnownMembers) => Partial<KnownFields>,
  ): Promise<Stored<KnownMembers> | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const stored = await this.get(workspace);
      if (!stored) return undefined;
      try {
        // Explicitly undefined fields leave the document: it is stored as JSON.
        return await this.put(workspace, { ...stored.document, ...change(stored.document) }, stored.etag);
      } catch (error) {
        if (!(error instanceof WriteConflict) || attempt === maxAttempts) throw error;
      }
    }
  }

  async forget(workspace: string): Promise<void> {
    await this.#store.delete(partitionOf(workspace), id);
  }
}

function partitionOf(workspace: string): string {
  return `workspace/${workspace}`;
}
