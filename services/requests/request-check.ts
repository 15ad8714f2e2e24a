import { createHash } from 'node:crypto';
import type { Effect } from '../change/aggregate.ts';
import type { EffectContext, EffectOutcome } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { WorkspaceError } from '../errors.ts';
import type { FileClient, ScanResult } from '../files/file.ts';
import { dataContainer } from '../files/files.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type DataRequest, dataRequest, type RequestedFile } from './request.ts';
import { failed, refused } from './request-failure.ts';
import { isStillAsked } from './request-rules.ts';
import { requestWorkspace } from './request-workspace.ts';

export interface RequestCheckParts {
  readonly client: FileClient;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
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

/** Before anybody is asked about a request: its files are hashed as they were asked for, and the scanner's word is heard. */
export class RequestCheck {
  readonly #parts: RequestCheckParts;

  constructor(parts: RequestCheckParts) {
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
        change: (current) =>
          isStillAsked(current, request) ? { what: 'request.checking', next: { files } } : undefined,
      };
    }
    const files = withHashes(request.files, known);
    const manifest = manifestOf(files);
    return {
      done: true,
      change: (current) =>
        isStillAsked(current, request)
          ? {
              what: 'request.checked',
              next: { files, manifest, scan },
              effects: [{ kind: 'request.route' }],
              detail: { manifest, scan },
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
}

/** SHA-256 over the files' paths, sizes and hashes, hex: the same for the same files in the same order, and for no others. */
function manifestOf(files: readonly RequestedFile[]): string {
  const list = files.map(({ path, bytes, sha256 }) => [path, bytes, sha256]);
  return createHash('sha256').update(JSON.stringify(list)).digest('hex');
}

function withHashes(files: readonly RequestedFile[], hashes: readonly (string | undefined)[]): RequestedFile[] {
  return files.map((file, index) => ({ ...file, ...(hashes[index] && { sha256: hashes[index] }) }));
}
