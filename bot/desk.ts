import { choiceOf, peopleDataset, workspaceInDataset } from '../cards/members/people.ts';
import { notice } from '../cards/talk/notice.ts';
import { texts } from '../cards/texts.ts';
import { everybodyDataset } from '../cards/workspaces/setup-form.ts';
import type { Caller } from '../services/people/people.ts';
import type { Action, ActionName, Input, Reply } from './actions/action.ts';
import type { ActionDialog } from './dialogs/action-dialog.ts';
import type { Dispatch, Outcome } from './dispatch.ts';
import { notUnderstoodCard, outcomeCard } from './outcome-card.ts';
import type { SearchQuery } from './turns/search-query.ts';
import type { Hearing, Talk, Turn, Waiting } from './turns/turn.ts';
import type { Understanding, Understood } from './understand.ts';
import { isCancel } from './understanding/answers.ts';
import type { Lookup } from './understanding/lookup.ts';
import type { Nameables } from './understanding/nameables.ts';
import type { Vocabularies } from './understanding/vocabularies.ts';

/** What most people want, where a sentence says nothing. */
const usual: readonly ActionName[] = ['machine.list', 'machine.start', 'workspace.list'];
/** How long a question stays open. */
const questionOpenInMs = 15 * 60_000;
/** No name, choice or quantity is longer. */
const longestAnswer = 100;

/** A press, as far as the card can be believed: names and fields, which are looked up and checked like written ones. */
export interface PressedButton {
  readonly action: Action;
  readonly given: Readonly<Record<string, string>>;
}

/** A choice that is offered. */
interface Offer {
  readonly title: string;
  readonly value: string;
}

/** The desk: what is said to whoever writes or presses. Knows nothing of Teams' shapes. */
export class Desk implements Talk {
  readonly #actions: ReadonlyMap<string, Action>;
  readonly #dispatch: Dispatch;
  readonly #lookup: Lookup;
  readonly #nameables: Nameables;
  readonly #understanding: () => Promise<Understanding>;
  readonly #vocabularies: Vocabularies;
  readonly #dialog: () => Promise<ActionDialog>;

  constructor(parts: {
    actions: readonly Action[];
    dispatch: Dispatch;
    lookup: Lookup;
    nameables: Nameables;
    understanding: () => Promise<Understanding>;
    vocabularies: Vocabularies;
    /** Asked for at the first question only: botbuilder-dialogs takes long to load. */
    dialog: (talk: Talk) => Promise<ActionDialog>;
  }) {
    this.#actions = new Map(parts.actions.map((action) => [action.name, action]));
    this.#dispatch = parts.dispatch;
    this.#lookup = parts.lookup;
    this.#nameables = parts.nameables;
    this.#understanding = parts.understanding;
    this.#vocabularies = parts.vocabularies;
    this.#dialog = async () => await parts.dialog(this);
  }

  /** Loads what the first question needs, so that nobody waits for it. */
  async warm(): Promise<void> {
    await this.#dialog();
  }

  /** Answers a sentence. */
  async say(turn: Turn): Promise<Reply> {
    if (isOpen(turn)) return await (await this.#dialog()).answer(turn);
    return await this.begin(turn);
  }

  /** Answers a button. */
  async press(turn: Turn, { action, given }: PressedButton): Promise<Reply> {
    if (!action.readOnly) forgetQuestion(turn);
    return await this.#settle(turn, { action, given }, turn.origin.confirmed);
  }

  async begin(turn: Turn): Promise<Reply> {
    forgetQuestion(turn);
    if (isCancel(turn.text))
      return { card: notice({ title: texts.talk.cancelledTitle, text: texts.talk.nothingToCancel }) };
    const hearing = await this.hear(turn);
    // Without the names that a directory gives, too much is not understood.
    if (!hearing.action && turn.caller.roles.unverified) throw turn.caller.roles.unverified;
    if (!hearing.action) return { card: notUnderstoodCard(hearing.nearest ?? []) };
    return await this.#settle(turn, hearing, false);
  }

  /** What a field offers while somebody writes into it; nothing to whoever may not ask. @throws {WorkspaceError} the directory's */
  async search(caller: Caller, { dataset, text }: SearchQuery): Promise<readonly Offer[]> {
    if (dataset === everybodyDataset) return (await this.#nameables.anybody(caller, text)).map(choiceOf);
    const workspace = workspaceInDataset(dataset);
    if (workspace !== undefined) return (await this.#nameables.members(caller, workspace, text)).map(choiceOf);
    return dataset === peopleDataset ? (await this.#nameables.newcomers(caller, text)).map(choiceOf) : [];
  }

  action(name: string): Action | undefined {
    return this.#actions.get(name);
  }

  async hear(turn: Turn): Promise<Hearing> {
    const understanding = await this.#understanding();
    const understood =
      understanding.exact(turn.text) ??
      understanding.understand(turn.text, await this.#vocabularies.of(turn.caller, turn.text));
    return this.#hearing(understood);
  }

  async answers(turn: Turn, input: Input, said: string): Promise<boolean> {
    if (said.length > longestAnswer) return false;
    return await this.#lookup.fits(turn.caller, input, said, turn.person.workspace);
  }

  async isCommand({ text }: Turn): Promise<boolean> {
    return (await this.#understanding()).exact(text) !== undefined;
  }

  async dispatch(turn: Turn, { action, given, near }: Hearing, confirmed: boolean): Promise<Outcome> {
    const { caller, person } = turn;
    const origin = { ...turn.origin, confirmed };
    const { unverified } = caller.roles;
    if (unverified && action!.name !== 'help')
      throw await this.#dispatch.unverified({ action: action!, caller, given: given ?? {}, origin }, unverified);
    return await this.#dispatch.run({
      action: action!,
      given: given ?? {},
      near,
      caller,
      currentWorkspace: person.workspace,
      origin,
      began: turn.began,
    });
  }

  async carryOut(turn: Turn, hearing: Hearing): Promise<Reply> {
    const outcome = await this.dispatch(turn, hearing, false);
    return outcome.kind === 'answered' ? outcome.reply : { card: outcomeCard(hearing.action!, outcome) };
  }

  async #settle(turn: Turn, hearing: Hearing, confirmed: boolean): Promise<Reply> {
    const outcome = await this.dispatch(turn, hearing, confirmed);
    if (outcome.kind === 'answered') {
      const { useWorkspace } = outcome.reply;
      if (useWorkspace) turn.person = { ...turn.person, workspace: useWorkspace };
      return outcome.reply;
    }
    return await this.#ask(turn, hearing, outcome);
  }

  async #ask(turn: Turn, hearing: Hearing, outcome: Waiting): Promise<Reply> {
    return await (await this.#dialog()).open(turn, hearing, outcome);
  }

  #hearing({ action, inputs, near, nearest }: Understood): Hearing {
    const found = action === null ? undefined : this.#actions.get(action);
    if (found) return { action: found, given: near ? { ...inputs, [near.input]: near.meant } : inputs, near };
    // What can be done now before what is to come, and always three.
    const closest = [...new Set([...nearest, ...usual])]
      .flatMap((name) => this.#actions.get(name) ?? [])
      .filter(({ meanwhile }) => meanwhile === undefined)
      .slice(0, 3);
    return { nearest: closest };
  }
}

function isOpen({ person, now }: Turn): boolean {
  if (!person.dialog || !person.askedAt) return false;
  return now.getTime() - Date.parse(person.askedAt) < questionOpenInMs;
}

function forgetQuestion(turn: Turn): void {
  if (!turn.person.dialog) return;
  const { dialog: _, askedAt: __, ...rest } = turn.person;
  turn.person = rest;
}
