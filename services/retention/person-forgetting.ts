import type { HistoryArchive } from '../change/archive.ts';
import { digestAddress } from '../people/digest.ts';
import { type PersonDocument, personAddress, toRecord } from '../people/person-record.ts';
import type { Store } from '../store/store.ts';

/** Takes away what is kept of one conversation. */
export type ForgetConversation = (conversationId: string) => Promise<void>;

/** Removes what Labdesk remembers of a person to reach them: their record, their Mondays, their own chat. Twice is fine. */
export class PersonForgetting {
  readonly #store: Store;
  readonly #forgetConversation: ForgetConversation;

  constructor(store: Store, forgetConversation: ForgetConversation) {
    this.#store = store;
    this.#forgetConversation = forgetConversation;
  }

  async forget(aadObjectId: string): Promise<void> {
    const { partition, id } = personAddress(aadObjectId);
    const stored = await this.#store.get<PersonDocument>(partition, id);
    const chat = stored && toRecord(stored.document).chat;
    // The record last: by it the chat is found.
    if (chat) await this.#forgetConversation(chat.conversationId);
    await this.#store.delete(partition, digestAddress(aadObjectId).id);
    for (let isMore = true; isMore; ) {
      const { items } = await this.#store.list<HistoryArchive>({ partition, kind: 'history' });
      await Promise.all(items.map(({ document }) => this.#store.delete(partition, document.id)));
      isMore = items.length > 0;
    }
    await this.#store.delete(partition, id);
  }
}
