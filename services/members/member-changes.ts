import type { Effect, NewEffect } from '../change/aggregate.ts';
import type { EffectOutcome, Then } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { mayPass, WorkspaceError } from '../errors.ts';
import type { Person } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import type { GroupClient } from '../roles/membership.ts';
import { lastOwner, requireNoPlatformRoles } from '../roles/membership-refusals.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { MemberDepartures } from './member-departures.ts';
import {
  isUnderWay,
  keep,
  type MemberChange,
  type MemberTask,
  type MemberVerb,
  touch,
  type WorkspaceMembers,
  workspaceMembers,
} from './member-record.ts';

export interface MemberChangesParts {
  readonly groups: Pick<GroupClient, 'addMember' | 'removeMember' | 'addOwner' | 'removeOwner'>;
  readonly members: Pick<Members, 'forget' | 'owners' | 'makesPlatformRoles'>;
  readonly departures: MemberDepartures;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
}

/** Many, since the deadline is what ends it. */
const maxAttempts = 500;
/** The answer to whoever asked is on its way: a card that is changed before it stands would be overwritten by it. */
const answeredWithinMs = 1_000;
const done: EffectOutcome<WorkspaceMembers> = { done: true };

/** Carries changes of people out in the directory, one person after the other, and has everybody told who is concerned. */
export class MemberChanges {
  readonly #parts: MemberChangesParts;

  constructor(parts: MemberChangesParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<WorkspaceMembers>(workspaceMembers, 'member.change', {
      maxAttempts,
      handle: async (effect, current) => await this.#carryOut(effect, current),
      onDead: (effect, current) =>
        this.#settled(current, effect, {
          state: 'failed',
          problem: 'The directory could not be asked for an hour. Try again, or tell an admin.',
        }),
    });
    effects.register<WorkspaceMembers>(workspaceMembers, 'member.leave', {
      maxAttempts,
      handle: async (effect, current) => await this.#leave(effect, current),
    });
  }

  /** Everything asked of the directory may be asked again: it does nothing for what is so already. */
  async #carryOut(effect: Effect, current: WorkspaceMembers): Promise<EffectOutcome<WorkspaceMembers>> {
    const { change, task } = found(effect, current);
    if (!change || task?.state !== 'pending') return done;
    const { members } = this.#parts;
    const workspace = await this.#workspace(current);
    if (!workspace) return this.#failed(effect, 'The workspace is gone.');
    const { aadObjectId, name } = task.person;
    try {
      await requireNoPlatformRoles(members, workspace);
      await this.#ask(change.verb, workspace, aadObjectId);
    } catch (error) {
      // What was half done counts too.
      members.forget(workspace, [aadObjectId]);
      if (!(error instanceof WorkspaceError) || mayPass(error, 'resource')) throw error;
      const isLast = error.code === 'conflict' && (change.verb === 'remove' || change.verb === 'demote');
      return this.#failed(effect, isLast ? lastOwner(name, workspace).message : error.message);
    }
    members.forget(workspace, [aadObjectId]);
    return { done: true, change: (document) => this.#settled(document, effect, { state: 'done' }) };
  }

  /** An owner is a member too, since Azure gives its rights to members alone. */
  async #ask(verb: MemberVerb, workspace: Workspace, aadObjectId: string): Promise<void> {
    const { groups, members } = this.#parts;
    const { groupId } = workspace;
    if (verb === 'remove') {
      // Labdesk may have the right to change members and none to change owners.
      const isOwner = (await members.owners(workspace)).some((owner) => owner.aadObjectId === aadObjectId);
      // First what may be refused: whoever stays owner stays altogether.
      if (isOwner) await groups.removeOwner(groupId, aadObjectId);
      return await groups.removeMember(groupId, aadObjectId);
    }
    await groups.addMember(groupId, aadObjectId);
    if (verb === 'appoint') await groups.addOwner(groupId, aadObjectId);
    if (verb === 'demote') await groups.removeOwner(groupId, aadObjectId);
  }

  #failed(effect: Effect, problem: string): EffectOutcome<WorkspaceMembers> {
    return { done: true, change: (current) => this.#settled(current, effect, { state: 'failed', problem }) };
  }

  /** Writes down how it went for one person; when it went for all, the card is shown as it stays. */
  #settled(
    current: WorkspaceMembers,
    effect: Effect,
    outcome: Pick<MemberTask, 'state' | 'problem'>,
  ): Then<WorkspaceMembers> | undefined {
    const { change, task } = found(effect, current);
    if (!change || task?.state !== 'pending') return undefined;
    const now = this.#parts.clock.now();
    const tasks = change.tasks.map((each) => (each === task ? { ...each, ...outcome } : each));
    const isOver = !isUnderWay({ tasks });
    const next = { ...change, tasks, ...(isOver && { endedAt: now.toISOString() }) };
    return {
      what: `member.${outcome.state}`,
      next: {
        ...keep(current.changes.map((each) => (each === change ? next : each))),
        // Also where it failed: a part of it may be done.
        touched: touch(current, task.person, now, change.verb, outcome.state === 'done'),
      },
      effects: [...(isOver ? [card(next, now)] : []), ...(outcome.state === 'done' ? follows(next, task.person) : [])],
      // Which of those that the command named, counted from 1: names are in its own entry, where they can be removed.
      detail: { asked: change.verb, place: change.tasks.indexOf(task) + 1 },
    };
  }

  async #leave(effect: Effect, current: WorkspaceMembers): Promise<EffectOutcome<WorkspaceMembers>> {
    const { change, task } = found(effect, current);
    const workspace = await this.#workspace(current);
    if (!change || !task || !workspace) return done;
    const { departures } = this.#parts;
    if (change.verb === 'remove') await departures.left(workspace, task.person, effect.id);
    await departures.decidesNoMore(workspace, task.person, effect.id);
    return done;
  }

  async #workspace({ workspace }: WorkspaceMembers): Promise<Workspace | undefined> {
    return await this.#parts.workspaces.byId(workspace);
  }
}

function found({ data }: Effect, { changes }: WorkspaceMembers): { change?: MemberChange; task?: MemberTask } {
  const change = changes.find(({ key }) => key === data.change);
  const task = change?.tasks.find(({ person }) => person.aadObjectId === data.to);
  return { ...(change && { change }), ...(task && { task }) };
}

function card({ key, at }: MemberChange, now: Date): NewEffect {
  const dueAt = new Date(Math.max(now.getTime(), Date.parse(at) + answeredWithinMs));
  return { kind: 'member.card', data: { change: key }, dueAt };
}

/** Who did it to themselves needs no line about it. */
function follows({ key, verb, by }: MemberChange, { aadObjectId }: Person): NewEffect[] {
  const data = { change: key, to: aadObjectId };
  return [
    ...(by.aadObjectId === aadObjectId ? [] : [{ kind: 'member.tell', data }]),
    ...(verb === 'remove' || verb === 'demote' ? [{ kind: 'member.leave', data }] : []),
  ];
}
