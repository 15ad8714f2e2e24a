import type { Card } from '../../cards/card.ts';
import type { ConversationAddress } from '../../services/people/conversation-address.ts';
import type { Caller } from '../../services/people/people.ts';
import type { Permission } from '../../services/policy.ts';
import type { Services } from '../../services/services.ts';
import type { BoundChannel, Workspace } from '../../services/workspaces/workspaces.ts';

/** `noun.verb`; also the verb of card buttons. */
export type ActionName = `${string}.${string}` | 'help';

/**
 * What an input holds once it is known:
 * `machine` its name, `workspace` its id, `person` an aadObjectId, `request` its number as people say it (`oncology-42`),
 * `files` paths, `date` an ISO date, `time` `HH:mm`, `duration` whole minutes, `amount` a decimal as text, `currency` its ISO 4217 code, `text` what was written,
 * `choice` one of `choices`, `period` words that name one (services/time/period.ts), `page` a page of a list counted from 0, which only buttons give,
 * `field` what a field of a card says, which no sentence does.
 */
export type InputKind =
  | 'machine'
  | 'workspace'
  | 'person'
  | 'people'
  | 'request'
  | 'files'
  | 'text'
  | 'date'
  | 'time'
  | 'duration'
  | 'amount'
  | 'currency'
  | 'choice'
  | 'period'
  | 'page'
  | 'field';

export interface Input {
  readonly kind: InputKind;
  /** The question that asks for it, a finished sentence. */
  readonly ask: string;
  /** The field's label on a card. */
  readonly label: string;
  /** True where the action can do without; then it is never asked for. Default false. */
  readonly optional?: boolean;
  /** Only for `request`: whose are offered where one is asked for; default the caller's own. */
  readonly scope?: 'mine' | 'waiting' | 'all';
  /** Only for `machine`: one that is the caller's own is meant where a sentence names none. Default false. */
  readonly own?: boolean;
  /** Only for `people`: they may be anybody of the directory, so what was written is the action's to look up. Default false. */
  readonly anybody?: boolean;
  /** Only for `text`: a code of one word with a digit in it, and the words in front of it by which a sentence says it: `cost centre`. */
  readonly after?: readonly string[];
  /** Only for `choice`: value -> the words people use for it, the first of them shown. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
}

export type Inputs = Readonly<Record<string, Input>>;
/** Known inputs by name; an optional one may be missing. */
export type Values<I extends Inputs = Inputs> = {
  readonly [K in keyof I]: I[K]['optional'] extends true ? string | undefined : string;
};

/** Where an answer goes and what makes the command that asked for it one of its kind. */
export interface Origin {
  /** The command's idempotency key: the same command again has the same key. */
  readonly key: string;
  readonly via: 'chat' | 'card';
  /** True where the card that was pressed came by mail. */
  readonly byMail?: boolean;
  /** True in Teams itself, whose cards can do what those of other channels cannot. */
  readonly inTeams?: boolean;
  readonly conversation: ConversationAddress;
  /** True where nobody asked: the person has just met Labdesk. */
  readonly greeting?: boolean;
  /** True in the person's own chat with the bot, where nobody else reads. */
  readonly personal: boolean;
  /** The channel of a team in which it was said; undefined everywhere else. */
  readonly channel?: BoundChannel | undefined;
  /** The version of the thing that the pressed card showed; undefined for a typed sentence. */
  readonly version?: number;
  /** True where the person pressed the button of the card that named the consequence, or said yes to it. */
  readonly confirmed: boolean;
  /** The address of one of our pages, for `/path`. */
  linkTo(path: string): string;
}

export interface Context {
  readonly caller: Caller;
  /** The workspace the command is about; always defined for actions that declare `workspace: 'needed'`, and only those may rely on it. */
  readonly workspace: Workspace;
  /** The workspace this conversation is about; undefined until one is chosen or there is only one. */
  readonly current: Workspace | undefined;
  readonly services: Services;
  /** Every action, for those that speak about actions. */
  readonly actions: readonly Action[];
  /** A machine of the current workspace, where one is known without asking Azure; for examples. */
  readonly knownMachine: string | undefined;
  readonly origin: Origin;
  readonly now: Date;
}

/** An answer: one card, and what to do once Teams says under which id it stands. */
export interface Reply {
  readonly card: Card;
  readonly posted?: (activityId: string) => Promise<void>;
  /** True where the card is for the caller's eyes alone: it goes to their own chat, wherever they asked. */
  readonly personal?: true;
  /** What is said where they asked instead, once it was sent, or could not be; default that it is for them alone. */
  readonly ownChat?: { readonly sent: string; readonly unsent: string };
  /** True for a form that still has to be sent: a dialog stays open with it, and closes with every other card. */
  readonly asks?: true;
  /** True where nothing came of what was asked, and the card says why. */
  readonly failed?: true;
  /** Makes `workspace.use` stick: the workspace this conversation is about from now on. */
  readonly useWorkspace?: string;
}

export interface Action<I extends Inputs = Inputs> {
  readonly name: ActionName;
  /** What it does, in a few words, for help and Teams' command list. */
  readonly summary: string;
  /** How people ask for it; `{input}` stands for a value. These are what sentences are understood by. */
  readonly phrases: readonly string[];
  /**
   * Undefined: anybody in the tenant. For an action about a workspace it is asked before `run`; one that is about none asks itself, live
   * where it changes anything (services/roles/admin-right.ts), and has it here for help alone.
   */
  readonly permission?: Permission;
  /** True where nothing changes by it, so that a repetition needs no memory. */
  readonly readOnly?: true;
  /** `needed`: the command is about one workspace; `optional`: or about all of the caller's; `none`: about no particular one. */
  readonly workspace: 'needed' | 'optional' | 'none';
  /** True where whoever was asked to decide about the request may, although they are not of its workspace; the service says who was. */
  readonly openToAsked?: true;
  /** True where an admin, in their own chat, may name the admin's desk for a workspace: it is none, and has a record as each has. */
  readonly recordOfDesk?: true;
  readonly inputs: I;
  /** Where its form opens as a dialog too, from Teams' menu of messages: the dialog's title and what the menu says. */
  readonly dialog?: { readonly title: string; readonly description: string };
  /** Only where the action is still to come: what can be done until then, one finished sentence. */
  readonly meanwhile?: string;
  /** A card that names the consequence, or undefined where there is nothing to confirm. Asked before `run`, unless confirmed. */
  confirm?(values: Values<I>, context: Context): Promise<Reply | undefined>;
  run(values: Values<I>, context: Context): Promise<Reply>;
  /** What the id of its buttons says, by input; only where they carry more than names of things. */
  readonly target?: (id: string) => Readonly<Record<string, string>> | undefined;
  /** The card to answer a press with that lacks something; without it, or where it is undefined, what is missing is asked for. */
  incomplete?(values: Partial<Values<I>>, context: Context): Promise<Reply | undefined>;
  /** Called instead of `run` where the directory could not say who may; returns the sentence that the person reads. */
  unverified?(
    given: Readonly<Record<string, string>>,
    context: Pick<Context, 'caller' | 'services' | 'origin'>,
  ): Promise<string>;
}

/** Keeps the inputs' names and optionality in the types of `confirm` and `run`. */
export function defineAction<const I extends Inputs>(action: Action<I>): Action {
  return action as unknown as Action;
}
