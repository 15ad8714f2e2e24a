import type { StatePropertyAccessor, TurnContext } from 'botbuilder-core';
import {
  Dialog,
  type DialogContext,
  DialogSet,
  type DialogState,
  type DialogTurnResult,
  DialogTurnStatus,
} from 'botbuilder-dialogs';
import { notice } from '../../cards/talk/notice.ts';
import { texts } from '../../cards/texts.ts';
import type { Action, Reply } from '../actions/action.ts';
import { outcomeCard } from '../outcome-card.ts';
import { workspaceInput } from '../questions.ts';
import type { Hearing, Talk, Turn, Waiting } from '../turns/turn.ts';
import { isCancel, isNo, isYes } from '../understanding/answers.ts';

/** What waits for an answer. */
interface Pending {
  readonly action: string;
  readonly given: Readonly<Record<string, string>>;
  /** `ask`: for the input `missing`; `near`: whether `meant` was meant; `confirm`: whether to go on. */
  readonly stage: 'ask' | 'near' | 'confirm';
  readonly missing?: string;
  readonly meant?: string;
}

const dialogId = 'action';
const turnKey = Symbol('turn');
const replyKey = Symbol('reply');

/** The dialog's stack is kept with the conversation, in one document, and not in a BotState of its own. */
const stack: StatePropertyAccessor<DialogState> = {
  async get(context: TurnContext) {
    const turn = turnOf(context);
    const state = (turn.person.dialog ?? { dialogStack: [] }) as DialogState;
    turn.person = { ...turn.person, dialog: state };
    return state;
  },
  async set(context: TurnContext, state: DialogState) {
    const turn = turnOf(context);
    turn.person = { ...turn.person, dialog: state };
  },
  async delete(context: TurnContext) {
    const turn = turnOf(context);
    const { dialog: _, askedAt: __, ...rest } = turn.person;
    turn.person = rest;
  },
};

/**
 * The one dialog of all actions: asks for what is missing, asks back a close name, waits for a yes, and takes corrections,
 * `cancel`, `help` and a new command in the middle of its question.
 */
export class ActionDialog extends Dialog {
  readonly #talk: Talk;
  readonly #set: DialogSet;

  constructor(talk: Talk) {
    super(dialogId);
    this.#talk = talk;
    this.#set = new DialogSet(stack).add(this);
  }

  /** Opens the question that an outcome asks, and returns its card. */
  async open(turn: Turn, hearing: Hearing, outcome: Waiting): Promise<Reply> {
    const dialogs = await this.#context(turn);
    await dialogs.cancelAllDialogs();
    await dialogs.beginDialog(dialogId, { hearing, outcome });
    return this.#reply(turn)!;
  }

  /** Takes what was written as the answer to the open question. */
  async answer(turn: Turn): Promise<Reply> {
    const dialogs = await this.#context(turn);
    const { status } = await dialogs.continueDialog();
    if (status !== DialogTurnStatus.waiting) await stack.delete(turn.context);
    return this.#reply(turn) ?? (await this.#talk.begin(turn));
  }

  override async beginDialog(dialogs: DialogContext, options?: object): Promise<DialogTurnResult> {
    const { hearing, outcome } = options as { hearing: Hearing; outcome: Waiting };
    return this.#wait(dialogs, hearing, outcome);
  }

  override async continueDialog(dialogs: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dialogs.context);
    const pending = dialogs.activeDialog!.state as Pending;
    if (isCancel(turn.text) || (pending.stage !== 'ask' && isNo(turn.text))) {
      return await this.#end(dialogs, {
        card: notice({ title: texts.talk.cancelledTitle, text: texts.talk.cancelled }),
      });
    }
    const action = this.#talk.action(pending.action);
    if (!action) return await dialogs.endDialog();
    if (pending.stage !== 'ask' && isYes(turn.text)) {
      const given = pending.meant ? { ...pending.given, [pending.missing!]: pending.meant } : pending.given;
      return await this.#goOn(dialogs, { action, given }, pending.stage === 'confirm');
    }
    const answered = await this.#asAnswer(turn, action, pending);
    if (answered) return await this.#goOn(dialogs, { action, given: { ...pending.given, ...answered } }, false);
    return await this.#asCommand(dialogs, action, pending);
  }

  /** What fits the open input, also as a correction ("no, onc-python"); words and files as they were written. */
  async #asAnswer(
    turn: Turn,
    action: Action,
    { stage, missing }: Pending,
  ): Promise<Record<string, string> | undefined> {
    const input = missing ?? Object.keys(action.inputs)[0];
    if (!input) return undefined;
    const asked = action.inputs[input] ?? workspaceInput;
    if (asked.kind === 'text' || asked.kind === 'files')
      return stage === 'ask' && !(await this.#talk.isCommand(turn)) ? { [input]: turn.text } : undefined;
    const said = withoutCorrection(turn.text);
    return (await this.#talk.answers(turn, asked, said)) ? { [input]: said } : undefined;
  }

  /** Another command in the middle of the question; help leaves the question open, anything else ends it. */
  async #asCommand(dialogs: DialogContext, action: Action, pending: Pending): Promise<DialogTurnResult> {
    const turn = turnOf(dialogs.context);
    const hearing = await this.#talk.hear(turn);
    if (hearing.action?.name === 'help') {
      dialogs.context.turnState.set(replyKey, await this.#talk.carryOut(turn, { action: hearing.action, given: {} }));
      return Dialog.EndOfTurn;
    }
    if (hearing.action) return await dialogs.endDialog();
    const outcome = await this.#talk.dispatch(turn, { action, given: pending.given }, false);
    if (outcome.kind === 'answered') return await this.#end(dialogs, outcome.reply);
    const note =
      pending.stage === 'ask' ? texts.talk.noSuch(noun(action, pending.missing), turn.text.slice(0, 80)) : '';
    return this.#wait(dialogs, { action, given: pending.given }, outcome, note);
  }

  async #goOn(dialogs: DialogContext, hearing: Hearing, confirmed: boolean): Promise<DialogTurnResult> {
    const outcome = await this.#talk.dispatch(turnOf(dialogs.context), hearing, confirmed);
    return outcome.kind === 'answered'
      ? await this.#end(dialogs, outcome.reply)
      : this.#wait(dialogs, hearing, outcome);
  }

  #wait(dialogs: DialogContext, { action, given }: Hearing, outcome: Waiting, note = ''): DialogTurnResult {
    const turn = turnOf(dialogs.context);
    const near = outcome.kind === 'near' ? outcome : undefined;
    const pending: Pending = {
      action: action!.name,
      given: given ?? {},
      stage: outcome.kind === 'asked' ? 'ask' : outcome.kind,
      missing: outcome.kind === 'asked' ? outcome.missing : near?.input,
      meant: near?.meant.value,
    };
    dialogs.activeDialog!.state = JSON.parse(JSON.stringify(pending));
    turn.person = { ...turn.person, askedAt: turn.now.toISOString() };
    dialogs.context.turnState.set(replyKey, { card: outcomeCard(action!, outcome, note) });
    return Dialog.EndOfTurn;
  }

  async #end(dialogs: DialogContext, reply: Reply): Promise<DialogTurnResult> {
    dialogs.context.turnState.set(replyKey, reply);
    return await dialogs.endDialog();
  }

  async #context(turn: Turn): Promise<DialogContext> {
    turn.context.turnState.set(turnKey, turn);
    return await this.#set.createContext(turn.context);
  }

  /** Undefined where the question is over and what was written is to be heard as if nothing had been asked. */
  #reply(turn: Turn): Reply | undefined {
    return turn.context.turnState.get<Reply | undefined>(replyKey);
  }
}

/** "no, onc-python", "I meant onc-python instead": the name alone. */
function withoutCorrection(text: string): string {
  const opening =
    /^(?:(?:no|nope|sorry|oh|oops|actually|rather|wait|i mean|i meant|make that|make it|take|use|the)\b[\s,.:;-]*)+/i;
  return (
    text
      .trim()
      .replace(opening, '')
      .replace(/[\s,]*(?:instead|please|rather)?[.?\s]*$/i, '') || text
  );
}

function turnOf(context: TurnContext): Turn {
  return context.turnState.get<Turn>(turnKey);
}

function noun(action: Action, input: string | undefined): string {
  return (action.inputs[input ?? '']?.label ?? 'name').toLowerCase();
}
