import { hash } from 'node:crypto';
import type { Activity, TurnContext } from 'botbuilder-core';
import type { Logger } from 'pino';
import { WorkspaceError } from '../../services/errors.ts';
import type { Caller, Roles } from '../../services/people/people.ts';
import type { Members } from '../../services/roles/members.ts';
import type { Stored } from '../../services/store/store.ts';
import type { Clock } from '../../services/time/clock.ts';
import type { Origin, Reply } from '../actions/action.ts';
import type { ConversationDocument, Conversations, PersonState, TurnResult } from '../conversations.ts';
import { failureCard } from '../failures.ts';
import { channelOf, placeOf } from '../place.ts';
import { normaliseMessage } from '../understanding/message.ts';
import type { Press } from './press.ts';
import type { Turn } from './turn.ts';

export interface DeskTurnsParts {
  readonly members: Pick<Members, 'rolesOf'>;
  readonly conversations: Pick<Conversations, 'save'>;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly log: Logger;
}

/** What comes to the desk beside the activity itself. */
export interface Brought {
  /** What is remembered of whoever sent it; default nothing. */
  readonly before?: PersonState;
  /** Where it is a press and nothing that was written. */
  readonly press?: Press | undefined;
  /** True where the pressed button is the one that confirms. */
  readonly confirmed?: boolean;
}

type Answered = { readonly reply: Reply; readonly person: PersonState };

/** Where Outlook's actionable messages come from (Bot Framework, "Channels reference"). */
const mailChannel = 'outlook';
const teamsChannel = 'msteams';

/** Brings activities to the desk: who asks, from where, and what is remembered of it afterwards. */
export class DeskTurns {
  readonly #parts: DeskTurnsParts;

  constructor(parts: DeskTurnsParts) {
    this.#parts = parts;
  }

  /** Runs something at the desk; whatever goes wrong becomes a card, and nothing of the turn is remembered then. */
  async run(
    context: TurnContext,
    atDesk: (turn: Turn) => Promise<Reply>,
    { before = {}, press, confirmed = false }: Brought = {},
  ): Promise<Answered> {
    const { log, clock } = this.#parts;
    const { activity } = context;
    const began = performance.now();
    try {
      const start = clock.now();
      const caller = await this.caller(activity);
      const turn: Turn = {
        caller,
        text: press ? '' : normaliseMessage(activity.text ?? '', activity.recipient?.name),
        origin: this.#origin(activity, press, confirmed),
        context,
        began: start,
        now: clock.now(),
        person: before,
      };
      const reply = await atDesk(turn);
      log.debug({ ...metadataOf(activity, press), ms: Math.round(performance.now() - began) }, 'A turn was answered.');
      return { reply, person: turn.person };
    } catch (error) {
      return { reply: this.failed(activity, error, press), person: before };
    }
  }

  failed(activity: Activity, error: unknown, press?: Press): Reply {
    return { card: failureCard(error, this.#parts.log, metadataOf(activity, press)), failed: true };
  }

  async caller(activity: Activity): Promise<Caller> {
    const { aadObjectId = '', name = '' } = activity.from;
    const roles = await this.#parts.members.rolesOf(aadObjectId).catch((error) => this.#nothingAllowed(error));
    return {
      aadObjectId,
      name,
      tenantId: activity.conversation.tenantId ?? '',
      locale: activity.locale ?? 'en',
      roles,
    };
  }

  /** False where another instance has taken the activity: then nothing may be said. */
  async remember(
    activity: Activity,
    stored: Stored<ConversationDocument> | undefined,
    result: TurnResult,
  ): Promise<boolean> {
    const { conversations, log } = this.#parts;
    const { aadObjectId = '' } = activity.from;
    try {
      return await conversations.save(placeOf(activity), stored, activity.id!, aadObjectId, result);
    } catch (error) {
      // What was done is done, and done again it is the same; whoever asked shall hear of it.
      log.warn({ err: error, activity: activity.id }, 'A turn could not be remembered.');
      return true;
    }
  }

  /** Greetings and help work without the directory; whatever needs a right then says why it cannot be done. */
  #nothingAllowed(error: unknown): Roles {
    if (!(error instanceof WorkspaceError)) throw error;
    return {
      admin: false,
      reviewer: false,
      workspaces: new Map(),
      checkedAt: this.#parts.clock.now(),
      unverified: error,
    };
  }

  #origin(activity: Activity, press: Press | undefined, confirmed: boolean): Origin {
    const { conversationId, serviceUrl, type } = placeOf(activity);
    const id = press ? String(press.data.nonce ?? activity.id) : activity.id!;
    return {
      // Of a card that several see, each press is its presser's own.
      key: hash('sha256', `${conversationId}\n${activity.from.aadObjectId}\n${id}`, 'base64url').slice(0, 22),
      via: press ? 'card' : 'chat',
      ...(activity.channelId === mailChannel && { byMail: true }),
      inTeams: activity.channelId === teamsChannel,
      conversation: { conversationId, serviceUrl, activityId: press ? activity.replyToId : undefined },
      personal: type === 'personal',
      channel: channelOf(activity),
      version: press?.version,
      confirmed,
      linkTo: (path) => `${this.#parts.publicUrl}${path}`,
    };
  }
}

/** What is remembered of whoever sent the activity. */
export function personIn(stored: Stored<ConversationDocument> | undefined, { from }: Activity): PersonState {
  return stored?.document.people[from.aadObjectId ?? ''] ?? {};
}

function metadataOf({ id, from }: Activity, press: Press | undefined): object {
  return { activity: id, person: from.aadObjectId, pressed: press?.action.name };
}
