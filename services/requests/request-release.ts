import type { Effect } from '../change/aggregate.ts';
import type { EffectContext, EffectOutcome, Then } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { WorkspaceError } from '../errors.ts';
import type { FileAddress, FileClient } from '../files/file.ts';
import { approvedContainer, dataContainer, releaseContainer } from '../files/files.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type DataRequest, dataRequest, type RequestedFile, requestName } from './request.ts';
import { failed, refused } from './request-failure.ts';
import { hasChannel, isShow, line, removal, shows } from './request-rules.ts';
import { requestWorkspace } from './request-workspace.ts';

export interface RequestReleaseParts {
  readonly client: FileClient;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
}

const atOnce = 4;
const stretchInMs = 30_000;
const longestFileInMs = 60 * 60_000;
const longestRemovalInMs = 5 * 60_000;
/**
 * A copy whose answer was lost may appear after the removal: two minutes are longer than any one call of storage takes, and half
 * an hour is so also where clocks of two processes differ by ten minutes each.
 */
const laterLooksInMs = [2 * 60_000, 30 * 60_000] as const;
/** Many, since the deadline is what ends it. */
const maxAttempts = 1000;
const dayInMs = 86_400_000;

/** What follows from an approval and from its end: the copies are made, the access begins, and both go again. */
export class RequestRelease {
  readonly #parts: RequestReleaseParts;

  constructor(parts: RequestReleaseParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<DataRequest>(dataRequest, 'request.copy', {
      timeoutInMs: longestFileInMs,
      maxAttempts,
      handle: async (effect, request, context) => await this.#copy(effect, request, context),
      onDead: (_effect, request) =>
        failed(
          request,
          'The files could not be copied: their storage did not answer for a day. Ask again later.',
          this.#parts.clock.now(),
        ),
    });
    effects.register<DataRequest>(dataRequest, 'request.remove', {
      timeoutInMs: longestRemovalInMs,
      maxAttempts,
      handle: async ({ data }, request, { now }) => {
        await this.#remove(request);
        const looks = Number(data.looks ?? 0);
        const later = laterLooksInMs[looks];
        if (later === undefined) return { done: true };
        const again = new Date(now.getTime() + later);
        const change = () => (looks === 0 ? { what: 'request.removed', next: {} } : undefined);
        return { again, data: { looks: looks + 1 }, change };
      },
    });
    effects.register<DataRequest>(dataRequest, 'request.expire', {
      // Access ends, however often a process dies over it.
      maxAttempts,
      handle: async () => ({ done: true, change: (current) => this.#expired(current) }),
    });
  }

  /** Copies file after file; `data.copied` says how many copies stand. A copy made twice is made once. */
  async #copy(effect: Effect, request: DataRequest, { signal }: EffectContext): Promise<EffectOutcome<DataRequest>> {
    if (request.state !== 'approving') return { done: true };
    const { clock } = this.#parts;
    const workspace = await requestWorkspace(this.#parts.workspaces, request);
    const copies = request.files.flatMap((file) => targets(workspace, request, file).map((to) => ({ file, to })));
    const since = clock.now().getTime();
    for (let copied = Number(effect.data.copied ?? 0); copied < copies.length; ) {
      const batch = copies.slice(copied, copied + atOnce);
      // All of them have ended when this goes on: nothing is copied behind the back of what follows.
      const made = await Promise.allSettled(batch.map(({ file, to }) => this.#copyOne(workspace, file, to, signal)));
      for (const [index, each] of made.entries()) {
        if (each.status === 'rejected') throw each.reason;
        const problem = each.value;
        if (problem)
          return { done: true, change: (current) => refused(current, problem, batch[index]!.file.path, clock.now()) };
      }
      copied += batch.length;
      const isLong = clock.now().getTime() - since >= stretchInMs;
      if (isLong && copied < copies.length) return { again: clock.now(), data: { copied } };
    }
    return { done: true, change: (current) => this.#approved(current, workspace) };
  }

  /** What is wrong with the file; undefined where the copy stands. */
  async #copyOne(
    workspace: Workspace,
    file: RequestedFile,
    to: FileAddress,
    signal: AbortSignal,
  ): Promise<'gone' | 'changed' | 'malicious' | undefined> {
    const from = { container: dataContainer(workspace), path: file.path };
    const problem = await this.#problem(from, file);
    if (problem) return problem;
    try {
      await this.#parts.client.copy({ ...from, bytes: file.bytes, etag: file.etag, sha256: file.sha256! }, to, signal);
      return undefined;
    } catch (error) {
      if (error instanceof WorkspaceError && (error.code === 'stale' || error.code === 'not-found')) return 'changed';
      throw error;
    }
  }

  /** Asked again right before each copy: hours may have passed since the check. */
  async #problem(address: FileAddress, file: RequestedFile): Promise<'gone' | 'changed' | 'malicious' | undefined> {
    const found = await this.#parts.client.look(address);
    if (!found) return 'gone';
    if (found.etag !== file.etag || found.bytes !== file.bytes) return 'changed';
    return found.scan === 'malicious' ? 'malicious' : undefined;
  }

  #approved(request: DataRequest, workspace: Workspace): Then<DataRequest> | undefined {
    // Taken back while it was copied: then the removal follows this effect.
    if (request.state !== 'approving') return undefined;
    const until = new Date(request.accessUntil!);
    return {
      what: 'request.released',
      next: { state: 'approved' },
      effects: [
        ...shows(request, hasChannel(workspace)),
        line('approved', request.author.aadObjectId),
        { kind: 'request.expire', dueAt: until, deadline: new Date(until.getTime() + 30 * dayInMs) },
      ],
      cancel: isShow,
      detail: { manifest: request.manifest ?? '', files: request.files.length, use: request.use },
    };
  }

  #expired(request: DataRequest): Then<DataRequest> | undefined {
    if (request.state !== 'approved') return undefined;
    return {
      what: 'request.expired',
      next: { state: 'expired' },
      effects: [removal(this.#parts.clock.now()), ...shows(request, true), line('expired', request.author.aadObjectId)],
      cancel: isShow,
    };
  }

  async #remove(request: DataRequest): Promise<void> {
    const workspace = await requestWorkspace(this.#parts.workspaces, request);
    const name = requestName(request);
    await Promise.all([
      request.use === 'machines' ? undefined : this.#parts.client.removeContainer(releaseContainer(workspace, name)),
      request.use === 'download' ? undefined : this.#parts.client.removeAll(approvedContainer(workspace), `${name}/`),
    ]);
  }
}

/** Where copies of the file stand once the request is approved. */
function targets(workspace: Workspace, request: DataRequest, { path }: RequestedFile): FileAddress[] {
  const name = requestName(request);
  return [
    ...(request.use === 'machines' ? [] : [{ container: releaseContainer(workspace, name), path }]),
    ...(request.use === 'download' ? [] : [{ container: approvedContainer(workspace), path: `${name}/${path}` }]),
  ];
}
