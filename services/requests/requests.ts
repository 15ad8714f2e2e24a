import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { Files } from '../files/files.ts';
import { actorOf, type Caller, personOf } from '../people/people.ts';
import { requirePermission } from '../policy.ts';
import type { Clock } from '../time/clock.ts';
import type { TrainingRule } from '../trainings/training-records.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type DataRequest, dataRequest, isUndecided, requestAddress, requestName } from './request.ts';
import { type RequestAnswer, type RequestChanges, type RequestCommand, withStanding } from './request-changes.ts';
import type { RequestNumbers } from './request-numbers.ts';
import {
  hasChannel,
  isAuthors,
  isShow,
  isStandingShow,
  lapse,
  noSuchRequest,
  ownShows,
  shows,
  viewerOf,
  withComment,
  withdrawal,
} from './request-rules.ts';
import { frozen, type RequestWish, requireComplete, requireText, wishOf } from './request-wish.ts';

export interface RequestsParts {
  readonly requestChanges: RequestChanges;
  readonly changes: Changes;
  readonly files: Pick<Files, 'resolve'>;
  readonly numbers: RequestNumbers;
  readonly clock: Clock;
  readonly trainings?: TrainingRule;
}

/** Requests for files, as those see them who ask. What those do who decide is in reviews.ts. */
export class Requests {
  readonly #parts: RequestsParts;

  constructor(parts: RequestsParts) {
    this.#parts = parts;
  }

  /** @throws {WorkspaceError} not-found, also where the caller may not know of it */
  async get(caller: Caller, name: string): Promise<DataRequest> {
    return await this.#parts.requestChanges.get(caller, name);
  }

  /** Keeps a wish for later; what is missing may come then. @throws {WishError}, {WorkspaceError} */
  async keep(caller: Caller, workspace: Workspace, wish: RequestWish, command: RequestCommand): Promise<DataRequest> {
    return await this.#write(caller, workspace, wish, command, false);
  }

  /** Sends a wish, or a draft, to those who decide. @throws {WishError} what is missing, {WorkspaceError} */
  async submit(caller: Caller, workspace: Workspace, wish: RequestWish, command: RequestCommand): Promise<DataRequest> {
    return await this.#write(caller, workspace, wish, command, true);
  }

  /** By its author, while nobody has decided. */
  async withdraw(caller: Caller, workspace: Workspace, name: string, command: RequestCommand): Promise<RequestAnswer> {
    const change = { caller, workspace, name, what: 'request.withdraw', command };
    return await this.#parts.requestChanges.change(change, (current) => {
      if (viewerOf(current, caller) !== 'author') throw onlyAuthor(current, 'withdraw');
      if (!isUndecided(current)) return undefined;
      return withdrawal(current, workspace);
    });
  }

  /**
   * Says something under the request, for its author and those who decide. The author's word on a returned request is the
   * answer, and submits it again with the files as they are now.
   */
  async comment(
    caller: Caller,
    workspace: Workspace,
    name: string,
    text: string | undefined,
    command: RequestCommand,
  ): Promise<RequestAnswer> {
    const why = requireText(text, 'Write what you want to say.');
    const request = await this.get(caller, name);
    if (request.state === 'returned' && viewerOf(request, caller) === 'author')
      return await this.#answer(caller, workspace, request, why, command);
    const change = { caller, workspace, name, what: 'request.comment', command, why };
    return await this.#parts.requestChanges.change(change, (current, now) => {
      if (viewerOf(current, caller) === 'bystander')
        throw new WorkspaceError(
          'forbidden',
          `Only the author and those who decide talk under ${requestName(current)}.`,
        );
      const comment = { by: personOf(caller), at: now.toISOString(), text: why, kind: 'comment' } as const;
      // While the files are checked nobody else was asked yet.
      const effects = current.state === 'submitted' ? ownShows(current) : shows(current, hasChannel(workspace));
      const cancel = current.state === 'submitted' ? isStandingShow : isShow;
      return { next: { comments: withComment(current, comment) }, effects, cancel };
    });
  }

  async #answer(
    caller: Caller,
    workspace: Workspace,
    request: DataRequest,
    why: string,
    command: RequestCommand,
  ): Promise<RequestAnswer> {
    const sends =
      request.type === 'topup'
        ? this.#asksAgain(caller, workspace)
        : await this.#sendsAgain(caller, workspace, request);
    const change = { caller, workspace, name: requestName(request), what: 'request.answer', command, why };
    return await this.#parts.requestChanges.change(change, (current, now) => {
      if (current.state !== 'returned') return undefined;
      const comment = { by: personOf(caller), at: now.toISOString(), text: why, kind: 'answer' } as const;
      const next = { ...sent(current.round + 1, sends.files, now), comments: withComment(current, comment) };
      return { next, effects: [{ kind: sends.effect }, ...ownShows(current)], cancel: isAuthors };
    });
  }

  async #sendsAgain(caller: Caller, workspace: Workspace, request: DataRequest) {
    requirePermission(caller, workspace, 'request.open');
    await this.#parts.trainings?.require(caller, workspace);
    const wish = wishOf(request);
    const found = await this.#parts.files.resolve(workspace, wish.files);
    requireComplete(wish, found);
    return { files: frozen(found.files), effect: 'request.check' };
  }

  #asksAgain(caller: Caller, workspace: Workspace) {
    requirePermission(caller, workspace, 'budget.ask');
    return { files: [], effect: 'request.seek' };
  }

  async #write(
    caller: Caller,
    workspace: Workspace,
    wish: RequestWish,
    command: RequestCommand,
    sends: boolean,
  ): Promise<DataRequest> {
    requirePermission(caller, workspace, 'request.open');
    await this.#parts.trainings?.require(caller, workspace);
    const found = await this.#parts.files.resolve(workspace, wish.files);
    requireComplete(wish, found, sends);
    const { changes, numbers, clock } = this.#parts;
    const number = wish.number ?? (await numbers.next(workspace.id, command.key));
    const { document } = await changes.change(dataRequest, requestAddress(workspace.id, number), {
      key: command.key,
      by: actorOf(caller, workspace),
      via: command.via,
      what: sends ? 'request.submit' : 'request.keep',
      decide: (current) => {
        if (wish.number !== undefined && !current) throw noSuchRequest(`${workspace.id}-${number}`);
        if (current) requireOpen(current, caller);
        if (current?.type === 'topup') throw noFiles(current);
        const now = clock.now();
        const files = frozen(found.files);
        const own = { purpose: wish.purpose.trim(), use: wish.use, standing: withStanding(current, command) };
        const before = current ? {} : opened(workspace, number, caller, now);
        const shown = current ? ownShows(current) : [];
        if (sends) {
          const next = { ...before, ...own, ...sent((current?.round ?? 0) + 1, files, now) };
          return { next, effects: [{ kind: 'request.check' }, ...shown], cancel: isAuthors };
        }
        // A returned request keeps the time it was given; a draft begins anew with every change.
        const timers = current?.state === 'returned' ? [] : lapse(now);
        const cancel = current?.state === 'returned' ? isStandingShow : isAuthors;
        return { next: { ...before, ...own, files }, effects: [...shown, ...timers], cancel };
      },
    });
    return document!;
  }
}

function opened(workspace: Workspace, number: number, author: Caller, now: Date) {
  return {
    type: 'access' as const,
    workspace: workspace.id,
    number,
    author: personOf(author),
    round: 0,
    openedAt: now.toISOString(),
    approvers: [],
    comments: [],
  };
}

/** What a submission sets, and what it forgets of an earlier one. */
function sent(round: number, files: DataRequest['files'], now: Date) {
  const forgotten = { manifest: undefined, scan: undefined, claimedBy: undefined, standIn: undefined };
  return { ...forgotten, state: 'submitted' as const, round, files, submittedAt: now.toISOString() };
}

function requireOpen(current: DataRequest, caller: Caller): void {
  if (viewerOf(current, caller) !== 'author') throw onlyAuthor(current, 'change');
  if (current.state === 'draft' || current.state === 'returned') return;
  throw new WorkspaceError('conflict', `${requestName(current)} was sent already. Withdraw it first, or ask anew.`);
}

function noFiles(request: DataRequest): WorkspaceError {
  return new WorkspaceError(
    'conflict',
    `${requestName(request)} asks for money, not for files. Withdraw it and ask for a top-up anew to change it.`,
  );
}

function onlyAuthor({ author, ...request }: DataRequest, verb: string): WorkspaceError {
  return new WorkspaceError('forbidden', `Only ${author.name}, who asked, can ${verb} ${requestName(request)}.`);
}
