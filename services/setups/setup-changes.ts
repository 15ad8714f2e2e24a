import type { Decision, NewEffect } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import type { Follower } from '../machines/machine-record.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import { type Caller, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import type { Clock } from '../time/clock.ts';
import { showing } from './setup-announcement.ts';
import { noSuchSetup } from './setup-book.ts';
import { type SetupState, setupAddress, type WorkspaceSetup, workspaceSetup } from './workspace-setup.ts';

/** Somebody's word about a setup. */
export interface SetupCommand extends PersonCommand {
  /** The card that changes in its place from now on. */
  readonly follower?: ConversationAddress;
}

/** Such a word as the record has it: whose it is, what was done, and why. */
interface Word extends SetupCommand {
  readonly by: Caller;
  readonly asAdmin: boolean;
  readonly what: string;
  readonly why?: string;
}

const mostFollowers = 8;

/** How people's words change a setup: in one write, with everybody's card to follow. */
export class SetupChanges {
  readonly #changes: Changes;
  readonly #clock: Clock;

  constructor(changes: Changes, clock: Clock) {
    this.#changes = changes;
    this.#clock = clock;
  }

  /** From one of these states; a command that comes too late changes nothing. */
  async move(
    id: string,
    from: readonly SetupState[],
    word: Word,
    decide: (current: WorkspaceSetup, now: Date) => Decision<WorkspaceSetup>,
  ): Promise<WorkspaceSetup> {
    return await this.change(id, word, (current, now) => {
      if (!current) throw noSuchSetup();
      return from.includes(current.state) ? decide(current, now) : undefined;
    });
  }

  /** What `decide` comes to, in one write with the card that follows from now on. @throws {WorkspaceError} what `decide` throws; unavailable */
  async change(
    id: string,
    { follower, asAdmin, ...word }: Word,
    decide: (current: WorkspaceSetup | undefined, now: Date) => Decision<WorkspaceSetup> | undefined,
  ): Promise<WorkspaceSetup> {
    const person = personOf(word.by);
    const { document } = await this.#changes.change<WorkspaceSetup>(workspaceSetup, setupAddress(id), {
      ...word,
      by: { ...person, roles: asAdmin ? ['admin'] : [] },
      decide: (current) => {
        const now = this.#clock.now();
        const decision = decide(current, now);
        if (!decision) return undefined;
        const before = decision.next.followers ?? current?.followers ?? [];
        const followers = follower ? withFollower(before, { ...follower, key: word.key, person }) : before;
        const told = decision.next.told ?? current?.told ?? [];
        const shown: readonly NewEffect[] = current ? showing({ ...current, followers, told }, now) : [];
        return {
          ...decision,
          next: { ...decision.next, followers, told },
          effects: [...(decision.effects ?? []), ...shown],
        };
      },
    });
    return document!;
  }
}

/** One card for each person and place: the newest. */
function withFollower(before: readonly Follower[], follower: Follower): readonly Follower[] {
  const others = before.filter(
    ({ person, conversationId }) =>
      person.aadObjectId !== follower.person.aadObjectId || conversationId !== follower.conversationId,
  );
  return [...others, follower].slice(-mostFollowers);
}
