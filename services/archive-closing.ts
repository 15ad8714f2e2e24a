import { system } from './aggregate.ts';
import { keepPeople } from './archive-people.ts';
import { accountsOf, type StepOutcome, type StepPass, type StepWork, stepKey } from './archive-work.ts';
import type { Budgets } from './budgets.ts';
import type { Changes } from './change.ts';
import { WorkspaceError } from './errors.ts';
import type { AzureMachine, MachineClient } from './machine.ts';
import { type MachineSchedule, machineSchedule } from './machine-schedule.ts';
import { MachineStops } from './machine-stops.ts';
import type { Machines } from './machines.ts';
import type { Member, Members } from './members.ts';
import type { GroupClient } from './membership.ts';
import { type Person, personOf } from './people.ts';
import { type DataRequest, dataRequest, isPending } from './request.ts';
import { hasChannel, isAny, line, removal, shows, withdrawal } from './request-rules.ts';
import { decideEnd } from './schedule-decision.ts';
import type { StorageTierClient } from './storage-tiers.ts';
import type { Document, Store } from './store/store.ts';
import type { TeardownClient } from './teardown.ts';
import type { closingSteps } from './workspace-archive.ts';
import type { WorkspaceDirectory } from './workspace-directory.ts';
import type { Workspace } from './workspaces.ts';

export interface ArchiveClosingParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly workspaces: Pick<WorkspaceDirectory, 'amend'>;
  readonly azure: Pick<MachineClient, 'get'>;
  readonly machines: Pick<Machines, 'of' | 'forget' | 'recordOf' | 'stopFor'>;
  readonly teardown: Pick<TeardownClient, 'removeMachine' | 'machineIsGone'>;
  readonly tiers: Pick<StorageTierClient, 'set' | 'inventory'>;
  readonly groups: Pick<GroupClient, 'addOwner' | 'removeOwner' | 'removeMembers'>;
  readonly members: Pick<Members, 'everybody' | 'person' | 'forget'>;
  readonly budgets: Pick<Budgets, 'rest'>;
}

const pageSize = 200;
/** Between two looks at Azure: the longer it takes, the fewer. */
const shortestPauseInMs = 1_000;
const longestPauseInMs = 15_000;
const groupPauseInMs = 1_000;
/** Taken out of the group in one pass. */
const peopleAtOnce = 500;
const reason = 'The workspace is being archived.';

/** What closes a workspace, step by step but for the certificate. */
export class ArchiveClosing {
  readonly #parts: ArchiveClosingParts;
  readonly #stops: MachineStops;
  readonly steps: Readonly<Record<Exclude<(typeof closingSteps)[number], 'record'>, StepWork>>;

  constructor(parts: ArchiveClosingParts) {
    this.#parts = parts;
    this.#stops = new MachineStops(parts);
    this.steps = {
      lock: async (pass) => await this.#lock(pass),
      requests: async (pass) => await this.#requests(pass),
      schedules: async (pass) => await this.#schedules(pass),
      machines: async (pass) => await this.#machines(pass),
      storage: async (pass) => await this.#storage(pass),
      people: async (pass) => await this.#people(pass),
      budget: async (pass) => await this.#budget(pass),
    };
  }

  /** First, so that nothing new begins behind the back of the other steps. */
  async #lock({ archive, workspace, now }: StepPass): Promise<StepOutcome> {
    const archivedAt = archive.archivedAt ?? now.toISOString();
    await this.#parts.workspaces.amend(workspace.id, { archivedAt });
    return { isDone: true, next: { archivedAt } };
  }

  /** What nobody has decided is withdrawn, and what was approved is taken back, each with a line to its author. Also for stragglers. */
  async #requests(pass: StepPass): Promise<StepOutcome> {
    const { workspace, now } = pass;
    const key = stepKey(pass, 'request');
    let [withdrawn, revoked] = [0, 0];
    for (const request of await this.#all<DataRequest>(workspace, dataRequest.kind)) {
      const before = request.history.find((entry) => entry.key === key)?.to;
      const ended = before ?? (await this.#close(request, workspace, key, now));
      if (ended === 'withdrawn') withdrawn += 1;
      if (ended === 'revoked') revoked += 1;
    }
    return { isDone: true, counts: { withdrawn, revoked } };
  }

  async #close(request: DataRequest, workspace: Workspace, key: string, now: Date): Promise<string | undefined> {
    if (!isUnsettled(request)) return undefined;
    const author = request.author.aadObjectId;
    const isMoney = request.type === 'topup';
    const why = `${workspace.name} was archived.`;
    const { document } = await this.#parts.changes.change(dataRequest, request, {
      ...{ key, by: system, via: 'system', what: 'request.close', why },
      decide: (current) => {
        if (!current || !isUnsettled(current)) return undefined;
        if (isOpen(current)) {
          const ending = withdrawal(current, workspace);
          return { ...ending, effects: [...(ending.effects ?? []), line('closed', author)] };
        }
        if (current.state === 'approving' && isMoney) return undefined;
        const revoked = { by: personOf(system), at: now.toISOString(), reason: why, as: 'admin' as const };
        return {
          next: { state: 'revoked', revoked },
          effects: [removal(now), ...shows(current, hasChannel(workspace)), line('closed', author)],
          cancel: isAny,
        };
      },
    });
    return document?.history.some((entry) => entry.key === key) ? document.state : undefined;
  }

  async #schedules(pass: StepPass): Promise<StepOutcome> {
    const { workspace, now } = pass;
    const key = stepKey(pass, 'schedule');
    let ended = 0;
    for (const schedule of await this.#all<MachineSchedule>(workspace, machineSchedule.kind)) {
      const { document } = await this.#parts.changes.change(machineSchedule, schedule, {
        ...{ key, by: system, via: 'system', what: 'schedule.end', why: reason },
        decide: (current) => decideEnd(current, now),
      });
      if (document?.history.some((entry) => entry.key === key)) ended += 1;
    }
    return { isDone: true, counts: { ended } };
  }

  /** Each is stopped first, so that nothing that runs loses what it writes, and then deleted with its disk. */
  async #machines(pass: StepPass): Promise<StepOutcome> {
    const { machines, teardown } = this.#parts;
    const { archive, workspace, step, signal, now } = pass;
    machines.forget();
    const there = await machines.of(workspace);
    const names = namesIn(step.counts?.names, there);
    const counts = { machines: names.length, names: names.join(' ') };
    if (there.length === 0) return { isDone: true, counts };
    const targets = there.map(({ name }) => ({ workspace, machine: name }));
    const order = { key: `archive/${archive.workspace}/${archive.round}`, startedAt: archive.startedAt!, reason };
    const looks = await this.#stops.look(targets, order, signal);
    const failed = looks.find(({ stop }) => stop.state === 'failed');
    for (const { stop } of looks)
      if (stop.state === 'stopped' && !(await teardown.machineIsGone(workspace.resourceGroup, stop.machine)))
        await teardown.removeMachine(workspace.resourceGroup, stop.machine);
    if (failed) throw new WorkspaceError('unavailable', `${failed.stop.machine}: ${failed.stop.problem ?? reason}`);
    const elapsed = now.getTime() - Date.parse(archive.startedAt!);
    const pauseInMs = Math.min(Math.max(elapsed / 8, shortestPauseInMs), longestPauseInMs);
    return { isDone: false, counts, pauseInMs };
  }

  /** To the cheapest tier a page at a time; where the files are to be deleted, that is at the end of the retention time. */
  async #storage({ archive, workspace, cursor, signal }: StepPass): Promise<StepOutcome> {
    const { tiers } = this.#parts;
    const accounts = accountsOf(workspace);
    const { account = 0, files = 0, bytes = 0 } = cursor as { account?: number; files?: number; bytes?: number };
    const service = accounts[account];
    if (service === undefined) return { isDone: true, counts: { files, bytes, ...tierOf(cursor.tier) } };
    if (archive.terms.storage === 'delete') {
      const found = await tiers.inventory(service, { signal });
      const sums = found.reduce((sum, one) => ({ files: sum.files + one.blobs, bytes: sum.bytes + one.bytes }), {
        ...{ files, bytes },
      });
      return { isDone: false, counts: sums, cursor: { ...sums, account: account + 1 } };
    }
    const { continuation } = cursor as { continuation?: string };
    const page = await tiers.set(service, 'archive', { signal, ...(continuation !== undefined && { continuation }) });
    const sums = { files: files + page.blobs, bytes: bytes + page.bytes, tier: tierIn(page.tier, cursor.tier) };
    const isMore = page.continuation !== undefined;
    return {
      isDone: false,
      counts: sums,
      cursor: isMore ? { ...sums, account, continuation: page.continuation } : { ...sums, account: account + 1 },
    };
  }

  /**
   * Everybody leaves the group but an admin who becomes its owner first, since Entra keeps a last one: whoever turned the first key, or
   * the second where the directory does not know the first any more. Who was in it is written down before anybody leaves.
   */
  async #people(pass: StepPass): Promise<StepOutcome> {
    const { groups, members, changes } = this.#parts;
    const { archive, workspace, cursor, step } = pass;
    const everybody = await members.everybody(workspace);
    if (!archive.keeper) {
      const peoplePages = await keepPeople(changes, workspace.id, archive.round, everybody);
      const keeper = await this.#keeper(pass);
      return { isDone: false, counts: countsOf(everybody), next: { keeper, peoplePages } };
    }
    const { aadObjectId: keeper } = archive.keeper;
    const { groupId } = workspace;
    if (!everybody.some(({ aadObjectId, role }) => aadObjectId === keeper && role === 'owner'))
      await groups.addOwner(groupId, keeper);
    // Also as a member: the list says of an owner only that they are one.
    const wasAsked = cursor.keeper === keeper;
    const going = everybody.filter(({ aadObjectId }) => aadObjectId !== keeper).slice(0, peopleAtOnce);
    const ids = [...(wasAsked ? [] : [keeper]), ...going.map(({ aadObjectId }) => aadObjectId)];
    if (ids.length === 0) return { isDone: true, ...(step.counts && { counts: step.counts }) };
    for (const { aadObjectId, role } of going) if (role === 'owner') await groups.removeOwner(groupId, aadObjectId);
    const failures = await groups.removeMembers(groupId, ids);
    members.forget(workspace, ids);
    const failure = failures.find(({ error }) => error.code !== 'not-found');
    if (failure) throw failure.error;
    return { isDone: false, cursor: { keeper }, pauseInMs: going.length === 0 ? 0 : groupPauseInMs };
  }

  async #keeper({ archive }: StepPass): Promise<Person> {
    const { by: first } = archive.proposed;
    const isKnown = await this.#parts.members.person(first.aadObjectId);
    return isKnown ? first : archive.confirmed!.by;
  }

  async #budget(pass: StepPass): Promise<StepOutcome> {
    await this.#parts.budgets.rest(pass.workspace.id, stepKey(pass, 'budget'));
    return { isDone: true };
  }

  /** All are known before the first is changed, since a change may move it to another page. */
  async #all<D extends Document>({ id }: Workspace, kind: string): Promise<D[]> {
    const found: D[] = [];
    let continuation: string | undefined;
    do {
      const query = { partition: `workspace/${id}`, kind, limit: pageSize, continuation };
      const page = await this.#parts.store.list<D>(query);
      found.push(...page.items.map(({ document }) => document));
      continuation = page.continuation;
    } while (continuation);
    return found;
  }
}

function isOpen(request: DataRequest): boolean {
  return isPending(request) || request.state === 'draft' || request.state === 'returned';
}

/** What would go on by itself. Money that was granted is in the budget, and no business of a request any more. */
function isUnsettled(request: DataRequest): boolean {
  if (isOpen(request)) return true;
  return request.type !== 'topup' && (request.state === 'approved' || request.state === 'approving');
}

function namesIn(before: string | number | undefined, there: readonly AzureMachine[]): readonly string[] {
  const known = `${before ?? ''}`.split(' ').filter(Boolean);
  return [...new Set([...known, ...there.map(({ name }) => name)])];
}

function countsOf(everybody: readonly Member[]): { readonly owners: number; readonly members: number } {
  const owners = everybody.filter(({ role }) => role === 'owner').length;
  return { owners, members: everybody.length - owners };
}

function tierOf(tier: unknown): { readonly tier?: string } {
  return typeof tier === 'string' ? { tier } : {};
}

/** Of several accounts: both, where they have not the same. */
function tierIn(tier: string, before: unknown): string {
  return typeof before === 'string' && !before.split(', ').includes(tier) ? `${before}, ${tier}` : tier;
}
