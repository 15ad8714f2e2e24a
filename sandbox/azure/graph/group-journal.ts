import type { GroupEvent, State } from '../state.ts';

/** Then the oldest half is forgotten, as Graph forgets what is long ago. */
const most = 20_000;

/** What happened to groups, one after the other, for who asks for changes. It is part of the state. */
export class GroupJournal {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** The number of the next event. */
  get now(): number {
    const { first, events } = this.#state.data.groupJournal;
    return first + events.length;
  }

  add(...events: readonly GroupEvent[]): void {
    const journal = this.#state.data.groupJournal;
    journal.events.push(...events);
    if (journal.events.length <= most) return;
    journal.first += journal.events.length - most / 2;
    journal.events = journal.events.slice(-most / 2);
  }

  /** Events from one number up to another, in their order; undefined where they are forgotten, or never were. */
  between(from: number, until: number): readonly GroupEvent[] | undefined {
    const { first, events } = this.#state.data.groupJournal;
    return from < first || until > this.now ? undefined : events.slice(from - first, until - first);
  }
}
