import type { Logger } from 'pino';
import { memberChangeCard, memberChangeLine } from '../../cards/members/change.ts';
import { memberTexts } from '../../cards/texts/members.ts';
import { brief } from '../../cards/wording.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import { type MachineRecord, machineRecord } from '../../services/machines/machine-record.ts';
import { type WorkspaceMembers, workspaceMembers } from '../../services/members/member-record.ts';
import { type MemberWatchRecord, memberWatchRecord } from '../../services/members/member-watch-record.ts';
import { tookLong } from '../../services/time/took-long.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Courier } from './courier.ts';

export interface MemberNewsParts {
  readonly courier: Courier;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly log: Logger;
}

/** How long the card of an answer may take to be posted, before it counts as lost and a new one is. */
const postingGraceInMs = 3_000;
const maxAttempts = 20;

/** Tells how changes of people went: whoever asked on the card they have (in a line, too, where it took long), and who was added or removed in a line; owners what others changed. */
export class MemberNews {
  readonly #parts: MemberNewsParts;

  constructor(parts: MemberNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<WorkspaceMembers>(workspaceMembers, 'member.card', {
      maxAttempts,
      handle: async (effect, members) => await this.#show(effect, members),
    });
    effects.register<WorkspaceMembers>(workspaceMembers, 'member.tell', {
      maxAttempts,
      handle: async (effect, members) => await this.#tell(effect, members),
    });
    effects.register<MemberWatchRecord>(memberWatchRecord, 'member.noticed', {
      maxAttempts,
      handle: async (effect, record) => await this.#noticed(effect, record),
    });
    effects.register<MachineRecord>(machineRecord, 'assign.tell', {
      maxAttempts,
      handle: async (effect, record) => await this.#assigned(effect, record),
    });
  }

  async #show({ data, dueAt }: Effect, members: WorkspaceMembers): Promise<EffectOutcome<WorkspaceMembers>> {
    const change = members.changes.find(({ key }) => key === data.change);
    const workspace = await this.#workspace(members.workspace);
    if (!change?.follower || !workspace) return { done: true };
    // An answer that is still on its way will stand; one that never came is posted instead.
    const notBefore = new Date(Date.parse(dueAt) + postingGraceInMs);
    const card = memberChangeCard(change, workspace);
    const delivery = await this.#parts.courier.showIn(change.key, change.follower, card, notBefore);
    if (delivery === 'waits') return { again: notBefore };
    if (tookLong(change.at, change.endedAt))
      await this.#parts.courier.tellIn(`${change.key}/line`, change.follower, memberChangeLine(change, workspace));
    return { done: true };
  }

  async #tell({ id, data }: Effect, members: WorkspaceMembers): Promise<EffectOutcome<WorkspaceMembers>> {
    const change = members.changes.find(({ key }) => key === data.change);
    const person = change?.tasks.find((task) => task.person.aadObjectId === data.to)?.person;
    const workspace = await this.#workspace(members.workspace);
    if (!change || !person || !workspace) return { done: true };
    const text = memberTexts.line[change.verb](brief(change.by.name), brief(workspace.name));
    const delivery = await this.#parts.courier.tell(id, person, text);
    if (delivery === 'nowhere')
      this.#parts.log.info({ workspace: workspace.id, person: person.aadObjectId }, 'Somebody could not be told.');
    return { done: true };
  }

  async #noticed({ id, data }: Effect, record: MemberWatchRecord): Promise<EffectOutcome<MemberWatchRecord>> {
    const notice = record.notices.find((each) => each.id === data.notice);
    const owner = notice?.people.find(({ aadObjectId }) => aadObjectId === data.to);
    const workspace = await this.#parts.workspaces.byId(record.workspace);
    if (!notice || !owner || !workspace) return { done: true };
    await this.#parts.courier.tell(id, owner, memberTexts.noticed.line(notice, brief(workspace.name)));
    return { done: true };
  }

  async #assigned({ id, data }: Effect, record: MachineRecord): Promise<EffectOutcome<MachineRecord>> {
    const workspace = await this.#workspace(record.workspace);
    // Somebody else may have it by now.
    if (!workspace || record.assignee?.aadObjectId !== data.to) return { done: true };
    const text = memberTexts.assigned.line(record.machine, brief(workspace.name));
    await this.#parts.courier.tell(id, record.assignee!, text);
    return { done: true };
  }

  async #workspace(wanted: string) {
    return await this.#parts.workspaces.byId(wanted);
  }
}
