import { type Document, type Store, type Stored, WriteConflict } from '../services/store/store.ts';
import type { Clock } from '../services/time/clock.ts';

/** A question that waits for its answer, as the dialog left it. Losing it only means asking again. */
export interface PersonState {
  /** Id of the workspace that this person talks about here. */
  readonly workspace?: string;
  /** botbuilder-dialogs' stack; undefined where nothing is asked. */
  readonly dialog?: object;
  /** ISO time of the question; an old one is not taken for open any more. */
  readonly askedAt?: string;
}

export interface Conversation {
  readonly conversationId: string;
  readonly serviceUrl: string;
  readonly type: 'personal' | 'groupChat' | 'channel';
  /** True once the people here have been welcomed. */
  readonly welcomed: boolean;
  /** Ids of the newest activities, so that a delivery that comes twice acts once. */
  readonly seen: readonly string[];
  /** By aadObjectId. */
  readonly people: Readonly<Record<string, PersonState>>;
}

export interface ConversationDocument extends Document, Conversation {
  readonly kind: 'conversation';
}

/** More than Teams re-sends; a conversation's document stays small. */
const seenKept = 40;
const peopleKept = 100;
/** A conversation nobody spoke in for so long is forgotten. */
const dayInMs = 86_400_000;
const keptInMs = 400 * dayInMs;

/** What a turn leaves behind. */
export interface TurnResult {
  readonly person?: PersonState;
  readonly welcomed?: true;
}

/** What Labdesk remembers of conversations: one document each, read and written at most once a turn. */
export class Conversations {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async load(conversationId: string): Promise<Stored<ConversationDocument> | undefined> {
    return await this.#store.get<ConversationDocument>(partitionOf(conversationId), 'conversation');
  }

  /**
   * Writes what the turn left, with the activity among the seen ones.
   * Returns false where another instance has taken the same activity first: then nothing may be said.
   */
  async save(
    here: Pick<Conversation, 'conversationId' | 'serviceUrl' | 'type'>,
    stored: Stored<ConversationDocument> | undefined,
    activityId: string,
    aadObjectId: string,
    result: TurnResult,
  ): Promise<boolean> {
    let before = stored;
    for (;;) {
      if (before?.document.seen.includes(activityId)) return false;
      const document = this.#next(here, before?.document, activityId, aadObjectId, result);
      try {
        await (before ? this.#store.replace(document, before.etag) : this.#store.create(document));
        return true;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        before = await this.load(here.conversationId);
      }
    }
  }

  /** What was asked and answered there is gone; whoever speaks there again begins anew. */
  async forget(conversationId: string): Promise<void> {
    await this.#store.delete(partitionOf(conversationId), 'conversation');
  }

  #next(
    here: Pick<Conversation, 'conversationId' | 'serviceUrl' | 'type'>,
    before: Conversation | undefined,
    activityId: string,
    aadObjectId: string,
    { person, welcomed }: TurnResult,
  ): ConversationDocument {
    const people = peopleAfter(before?.people ?? {}, aadObjectId, person);
    return {
      id: 'conversation',
      partition: partitionOf(here.conversationId),
      kind: 'conversation',
      schema: 1,
      expiresAt: daysFrom(this.#clock.now()),
      conversationId: here.conversationId,
      serviceUrl: here.serviceUrl,
      type: here.type,
      welcomed: welcomed ?? before?.welcomed ?? false,
      seen: [...(before?.seen ?? []), activityId].slice(-seenKept),
      people,
    };
  }
}

/** Whole days, so that what the store finds expired documents by changes once a day and not with every turn. */
function daysFrom(now: Date): string {
  return new Date(Math.ceil((now.getTime() + keptInMs) / dayInMs) * dayInMs).toISOString();
}

/** Whoever spoke last stands last; of very many the earliest are forgotten. */
function peopleAfter(
  before: Conversation['people'],
  aadObjectId: string,
  person: PersonState | undefined,
): Conversation['people'] {
  if (person === undefined || person === before[aadObjectId]) return before;
  const others = Object.entries(before).filter(([id]) => id !== aadObjectId);
  return Object.fromEntries([...others.slice(1 - peopleKept), [aadObjectId, person]]);
}

/** A thread of a channel has an id of its own (`;messageid=`), and with it a conversation of its own. */
function partitionOf(conversationId: string): string {
  return `conversation/${conversationId}`;
}
