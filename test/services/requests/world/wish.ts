import type { FileUse } from '../../../../services/requests/request.ts';
import type { RequestAnswer, RequestCommand } from '../../../../services/requests/request-changes.ts';
import type { Workspace } from '../../../../services/workspaces/workspaces.ts';
import { caller, type PersonId, person } from './place.ts';
import type { LabdeskProcess } from './process.ts';

export type Verb =
  | 'open'
  | 'answer'
  | 'keep'
  | 'submit'
  | 'withdraw'
  | 'comment'
  | 'claim'
  | 'approve'
  | 'deny'
  | 'return'
  | 'revoke';

/** A command of the model: the same key is always the same command. */
export interface Wish {
  readonly key: string;
  readonly verb: Verb;
  /** `author`: of the first request. */
  readonly who: PersonId | 'author';
  /** Of the request it is about; what opens one gets the next. */
  readonly number: number;
  readonly files: readonly string[];
  readonly use: FileUse;
  /** The round that the pressed card showed; undefined for a typed sentence. */
  readonly round?: number;
}

/** What somebody was told. */
export interface Told {
  readonly wish: Wish;
  readonly began: number;
  readonly ended: number;
  readonly how: 'done' | 'not-done' | 'unverified' | 'refused' | 'failed';
  readonly number: number;
  readonly answer?: RequestAnswer;
}

/** What was copied when. */
export interface Appeared {
  readonly at: number;
  readonly container: string;
  readonly path: string;
  readonly content: string;
}

const reviewing: readonly Verb[] = ['claim', 'approve', 'deny', 'return', 'revoke'];

/** Gives the command as the bot does; undefined where the directory did not say who may. */
export async function carryOut(
  labdesk: LabdeskProcess,
  workspace: Workspace,
  wish: Wish,
): Promise<RequestAnswer | undefined> {
  const { key, verb, who, number, round } = wish;
  const { members } = labdesk;
  const isReview = reviewing.includes(verb);
  const name = `${workspace.id}-${number}`;
  const command: RequestCommand = {
    key,
    via: 'card',
    ...(round !== undefined && { round }),
    ...(!isReview && { standing: { key, person: who, conversationId: who, serviceUrl: 'https://teams.example' } }),
  };
  let roles: Awaited<ReturnType<typeof members.rolesNow>>;
  try {
    roles = isReview ? await members.rolesNow(who) : await members.rolesOf(who);
  } catch {
    if (isReview) await labdesk.reviews.unverified(person(who), name, `request.${verb}`, command);
    return undefined;
  }
  return await give(labdesk, workspace, wish, caller(who, roles), name, command);
}

async function give(
  { requests, reviews }: LabdeskProcess,
  workspace: Workspace,
  { verb, files: wanted, use, number, key }: Wish,
  by: ReturnType<typeof caller>,
  name: string,
  command: RequestCommand,
): Promise<RequestAnswer> {
  const wish = { files: wanted, purpose: `for ${key}`, use, ...(verb !== 'open' && { number }) };
  switch (verb) {
    case 'open':
    case 'submit':
      return { request: await requests.submit(by, workspace, wish, command), done: true };
    case 'keep':
      return { request: await requests.keep(by, workspace, wish, command), done: true };
    case 'withdraw':
      return await requests.withdraw(by, workspace, name, command);
    case 'comment':
    case 'answer':
      return await requests.comment(by, workspace, name, `said ${key}`, command);
    case 'claim':
      return await reviews.claim(by, workspace, name, command);
    case 'approve':
      return await reviews.approve(by, workspace, name, command);
    default:
      return await reviews[verb](by, workspace, name, `because ${key}`, command);
  }
}
