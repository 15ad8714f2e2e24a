import { createHash } from 'node:crypto';
import type { Effect, NewEffect } from './aggregate.ts';
import type { Clock } from './clock.ts';
import type { EffectContext, EffectOutcome, Then } from './effect-handler.ts';
import type { Effects } from './effects.ts';
import { WorkspaceError } from './errors.ts';
import type { FileClient, ScanResult } from './file.ts';
import { dataContainer } from './files.ts';
import type { Members } from './members.ts';
import { type Person, personOf } from './people.ts';
import { type Approver, type DataRequest, dataRequest, type RequestedFile } from './request.ts';
import { hasChannel, isShow, line, removal, shows } from './request-rules.ts';
import { requestWorkspace } from './request-workspace.ts';
import { afterWorkingDays } from './working-time.ts';
import type { WorkspaceDirectory } from './workspace-directory.ts';
import type { Workspace } from './workspaces.ts';

export interface RequestReviewParts {
  readonly client: FileClient;
  readonly members: Pick<Members, 'owners' | 'admins' | 'person' | 'isAway'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  /** By whose days reminders are reckoned: an IANA time zone. */
  readonly timeZone: string;
}

/** What the check of one file found. */
type Finding =
  | { readonly sha256: string; readonly scan: ScanResult }
  | { readonly problem: 'gone' | 'changed' | 'malicious' };

const atOnce = 4;
/** A file that is new may not have been scanned yet; so long it is waited for. */
const scanGraceInMs = 10_000;
/** Then the lease has lived long enough, and what was found so far is kept. */
const stretchInMs = 30_000;
const longestFileInMs = 30 * 60_000;
const maxAttempts = 200;
const defaultNudgeDays = 1;
const defaultEscalateDays = 2;
/** More cards than this nobody coordinates by. */
const mostApprovers = 30;

/** What happens to a request before anybody decides: its files are checked, then those who decide are found and asked. */
export class RequestReview {
  readonly #parts: RequestReviewParts;

  constructor(parts: RequestReviewParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<DataRequest>(dataRequest, 'request.check', {
      timeoutInMs: longestFileInMs,
      maxAttempts,
      handle: async (effect, request, context) => await this.#check(effect, request, context),
      onDead: (_effect, request) =>
        failed(
          request,
          'The files could not be checked: their storage did not answer for a day. Ask again later.',
          this.#parts.clock.now(),
        ),
    });
    effects.register<DataRequest>(dataRequest, 'request.route', {
      maxAttempts,
      handle: async (_effect, request) => await this.#route(request),
      onDead: (_effect, request) =>
        failed(
          request,
          'Nobody could be found who decides about it. Tell an admin, then ask again.',
          this.#parts.clock.now(),
        ),
    });
  }

  /** Hashes every file as it was when it was asked for; a long list goes on from where it was left. */
  async #check(effect: Effect, request: DataRequest, { signal }: EffectContext): Promise<EffectOutcome<DataRequest>> {
    const { clock } = this.#parts;
    const workspace = await requestWorkspace(this.#parts.workspaces, request);
    const known = request.files.map(({ sha256 }) => sha256);
    const since = clock.now().getTime();
    let scan: ScanResult = effect.data.scan === 'not-scanned' ? 'not-scanned' : 'clean';
    for (let first = known.indexOf(undefined); first >= 0; first = known.indexOf(undefined)) {
      const batch = request.files.slice(first, first + atOnce);
      const findings = await Promise.all(batch.map((file) => this.#look(workspace, request, file, signal)));
      for (const [index, finding] of findings.entries()) {
        if ('problem' in finding)
          return {
            done: true,
            change: (current) => refused(current, finding.problem, batch[index]!.path, clock.now()),
          };
        if (finding.scan === 'not-scanned') scan = 'not-scanned';
        known[first + index] = finding.sha256;
      }
      const files = withHashes(request.files, known);
      if (clock.now().getTime() - since < stretchInMs || files.every(({ sha256 }) => sha256)) continue;
      return {
        again: clock.now(),
        data: { scan },
        change: (current) => (isSame(current, request) ? { what: 'request.checking', next: { files } } : undefined),
      };
    }
    const files = withHashes(request.files, known);
    return {
      done: true,
      change: (current) =>
        isSame(current, request)
          ? {
              what: 'request.checked',
              next: { files, manifest: manifestOf(files), scan },
              effects: [{ kind: 'request.route' }],
              detail: { manifest: manifestOf(files), scan },
            }
          : undefined,
    };
  }

  async #look(workspace: Workspace, request: DataRequest, file: RequestedFile, signal: AbortSignal): Promise<Finding> {
    const { client, clock } = this.#parts;
    const address = { container: dataContainer(workspace), path: file.path };
    const found = await client.look(address);
    if (!found) return { problem: 'gone' };
    if (found.etag !== file.etag || found.bytes !== file.bytes) return { problem: 'changed' };
    if (found.scan === 'malicious') return { problem: 'malicious' };
    const age = clock.now().getTime() - Date.parse(request.submittedAt ?? request.openedAt);
    if (found.scan === 'not-scanned' && age < scanGraceInMs)
      throw new WorkspaceError('unavailable', 'A file is still being scanned.', { retryAfterSeconds: 2 });
    try {
      return { sha256: await client.hash({ ...address, etag: file.etag }, signal), scan: found.scan };
    } catch (error) {
      if (error instanceof WorkspaceError && (error.code === 'stale' || error.code === 'not-found'))
        return { problem: 'changed' };
      throw error;
    }
  }

  /** Asks the owners; where none of them can decide, whoever stands in, on record. */
  async #route(request: DataRequest): Promise<EffectOutcome<DataRequest>> {
    const workspace = await requestWorkspace(this.#parts.workspaces, request);
    const owners = without(request.author, await this.#parts.members.owners(workspace));
    const away = await Promise.all(owners.map(({ aadObjectId }) => this.#parts.members.isAway(aadObjectId)));
    const standIn = owners.length === 0 ? 'author-is-only-owner' : away.every(Boolean) ? 'owners-away' : undefined;
    const others = standIn ? notAmong(owners, await this.standIns(workspace, request, owners)) : [];
    const approvers = [...owners.map((owner) => ({ ...personOf(owner), as: 'owner' as const })), ...others].slice(
      0,
      mostApprovers,
    );
    if (approvers.length === 0) throw new WorkspaceError('not-found', 'Nobody may decide about it.');
    return {
      done: true,
      change: (current) => (isSame(current, request) ? this.#asked(current, workspace, approvers, standIn) : undefined),
    };
  }

  /** The deputy, or else, also where the deputy is among those who were asked before, the admins; never the author. */
  async standIns(
    workspace: Workspace,
    { author }: DataRequest,
    asked: readonly Person[] = [],
  ): Promise<readonly Approver[]> {
    const { members } = this.#parts;
    const deputyId = workspace.requests?.deputy;
    const passed = [author, ...asked].some(({ aadObjectId }) => aadObjectId === deputyId);
    const deputy = deputyId && !passed ? await members.person(deputyId) : undefined;
    if (deputy) return [{ ...personOf(deputy), as: 'deputy' }];
    return without(author, await members.admins()).map((admin) => ({ ...personOf(admin), as: 'admin' }));
  }

  /** When the next in line is asked. */
  escalation({ requests }: Workspace, now: Date): NewEffect {
    const { escalateAfterWorkingDays = defaultEscalateDays } = requests ?? {};
    return { kind: 'request.escalate', dueAt: afterWorkingDays(now, escalateAfterWorkingDays, this.#parts.timeZone) };
  }

  #asked(
    request: DataRequest,
    workspace: Workspace,
    approvers: readonly Approver[],
    standIn: DataRequest['standIn'],
  ): Then<DataRequest> {
    const { clock, timeZone } = this.#parts;
    const { nudgeAfterWorkingDays = defaultNudgeDays } = workspace.requests ?? {};
    const now = clock.now();
    return {
      what: 'request.asked',
      next: { state: 'in_review', approvers, standIn },
      effects: [
        ...shows({ ...request, approvers }, hasChannel(workspace)),
        { kind: 'request.nudge', dueAt: afterWorkingDays(now, nudgeAfterWorkingDays, timeZone) },
        this.escalation(workspace, now),
      ],
      cancel: isShow,
      detail: { approvers: approvers.length, ...(standIn && { because: standIn }) },
    };
  }
}

/** SHA-256 over the files' paths, sizes and hashes, hex: the same for the same files in the same order, and for no others. */
export function manifestOf(files: readonly RequestedFile[]): string {
  const list = files.map(({ path, bytes, sha256 }) => [path, bytes, sha256]);
  return createHash('sha256').update(JSON.stringify(list)).digest('hex');
}

/** The request as it ends where its files are not what was asked for. `path` is whoever's may see names. */
export function refused(
  request: DataRequest,
  problem: 'gone' | 'changed' | 'malicious',
  path: string,
  now: Date,
): Then<DataRequest> | undefined {
  if (problem === 'malicious')
    return ended(request, 'blocked', `Malware was found in ${path}, so nobody gets it. Tell an admin.`, now);
  const what = problem === 'gone' ? 'is not there any more' : 'has changed since it was asked for';
  return ended(
    request,
    'failed',
    `${path} ${what}, so nothing was released. Ask again for the file as it is now.`,
    now,
  );
}

export function failed(request: DataRequest, problem: string, now: Date): Then<DataRequest> | undefined {
  return ended(request, 'failed', problem, now);
}

function ended(
  request: DataRequest,
  state: 'blocked' | 'failed',
  problem: string,
  now: Date,
): Then<DataRequest> | undefined {
  if (request.state !== 'submitted' && request.state !== 'approving') return undefined;
  const isReleasing = request.state === 'approving';
  const hasCopies = isReleasing && request.type === 'access';
  return {
    what: `request.${state}`,
    why: problem,
    next: { state, problem },
    effects: [
      ...(hasCopies ? [removal(now)] : []),
      ...shows(request, isReleasing),
      line(state, request.author.aadObjectId),
    ],
    cancel: isShow,
  };
}

/** Whether what was looked at is still what is asked for. */
function isSame(current: DataRequest, looked: DataRequest): boolean {
  return current.state === 'submitted' && current.round === looked.round;
}

function withHashes(files: readonly RequestedFile[], hashes: readonly (string | undefined)[]): RequestedFile[] {
  return files.map((file, index) => ({ ...file, ...(hashes[index] && { sha256: hashes[index] }) }));
}

function notAmong<P extends Person>(known: readonly Person[], people: readonly P[]): P[] {
  const ids = new Set(known.map(({ aadObjectId }) => aadObjectId));
  return people.filter(({ aadObjectId }) => !ids.has(aadObjectId));
}

function without<P extends Person>({ aadObjectId }: Person, people: readonly P[]): P[] {
  return people.filter((person) => person.aadObjectId !== aadObjectId);
}
