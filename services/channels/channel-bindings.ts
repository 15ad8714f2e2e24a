import { type Decision, type Effect, forever, type JsonObject, system } from '../change/aggregate.ts';
import type { Changes, Command } from '../change/change.ts';
import type { EffectOutcome } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { WorkspaceError } from '../errors.ts';
import { actorOf, type Caller, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { may, requirePermission } from '../policy.ts';
import { callerNow } from '../roles/caller-now.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { BoundChannel, Workspace } from '../workspaces/workspaces.ts';
import { bindingAddress, type ChannelBinding, channelBinding, channelClaim, claimAddress } from './channel-binding.ts';

export interface ChannelBindingsParts {
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesNow'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'all' | 'byId' | 'amend'>;
  readonly clock: Clock;
}

/** What the record says was done, and by whom. */
type Named = Pick<Command<ChannelBinding>, 'key' | 'via' | 'by' | 'what'>;

const kind = 'channel.amend';
/** A binding follows its claim at once: after so long it will not come any more. */
const bindsWithinMs = 60_000;

/** Channels of teams that workspaces are bound to: what is written there is about the workspace, for those who may. */
export class ChannelBindings {
  readonly #parts: ChannelBindingsParts;

  constructor(parts: ChannelBindingsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<ChannelBinding>(channelBinding, kind, {
      maxAttempts: 1000,
      handle: async (effect, binding) => await this.#amend(effect, binding),
    });
  }

  /** The workspace that a channel is bound to; for the rules. At most a minute old. */
  async boundTo(channel: Pick<BoundChannel, 'conversationId'>): Promise<Workspace | undefined> {
    return (await this.#parts.workspaces.all()).find((workspace) => isIn(channel, workspace));
  }

  /**
   * Binds the workspace to the channel, in the place of one that it was bound to before.
   * @throws {WorkspaceError} forbidden; conflict, where the channel is another workspace's; the directory's
   */
  async bind(caller: Caller, workspace: Workspace, channel: BoundChannel, command: PersonCommand): Promise<void> {
    const now = await this.#manager(caller, workspace);
    await this.#claim(now, workspace, channel, command.key);
    await this.#change(workspace, { ...command, by: actorOf(now, workspace), what: 'channel.bind' }, (current, at) => {
      if (current?.channel?.conversationId === channel.conversationId) return undefined;
      return {
        next: { workspace: workspace.id, channel, by: personOf(now), at, state: 'bound' },
        effects: [amending(current?.channel ?? workspace.channel)],
      };
    });
  }

  /** @throws {WorkspaceError} forbidden, and the directory's */
  async unbind(caller: Caller, workspace: Workspace, command: PersonCommand): Promise<void> {
    const now = await this.#manager(caller, workspace);
    await this.#release(workspace, { ...command, by: actorOf(now, workspace) });
  }

  /** The bot was removed from these teams or channels, or they are gone: what was bound there is not any more. Twice is the same as once. */
  async left(ids: readonly string[], key: string): Promise<void> {
    const gone = (await this.#parts.workspaces.all()).filter(({ channel }) => {
      return channel && (ids.includes(channel.conversationId) || (channel.teamId && ids.includes(channel.teamId)));
    });
    for (const workspace of gone) await this.#release(workspace, { key, via: 'system', by: system });
  }

  async #manager(caller: Caller, workspace: Workspace): Promise<Caller> {
    const now = await callerNow(this.#parts.members, caller);
    requirePermission(now, workspace, 'member.manage');
    return now;
  }

  /** Before the binding is written: a claim that no binding followed is nobody's, and is taken over. */
  async #claim(caller: Caller, { id }: Workspace, channel: BoundChannel, key: string): Promise<void> {
    const { changes, clock } = this.#parts;
    const claim = await changes.get(channelClaim, claimAddress(channel));
    const known = claim?.workspace;
    const binding = known === undefined ? undefined : await changes.get(channelBinding, bindingAddress(known));
    const holder = await this.#holder(channel, binding);
    if (holder && holder.id !== id) throw taken(caller, holder);
    const now = clock.now();
    if (known !== undefined && known !== id && mayFollow(claim?.at, binding, now)) throw beingBound();
    await changes.change(channelClaim, claimAddress(channel), {
      ...{ key: `claim/${key}`, by: system, via: 'system', what: 'channel.claim' },
      decide: (current) => {
        // Somebody else took it this moment.
        if (current?.workspace !== id && current?.workspace !== known) throw taken(caller, undefined);
        return { next: { workspace: id, at: now.toISOString() } };
      },
    });
  }

  /** Whose the channel is: by the word of the workspace's own document, or of the file that named it. */
  async #holder(channel: BoundChannel, binding: ChannelBinding | undefined): Promise<Workspace | undefined> {
    const named = await this.boundTo(channel);
    if (named || binding?.channel?.conversationId !== channel.conversationId) return named;
    return await this.#parts.workspaces.byId(binding.workspace);
  }

  async #release(workspace: Workspace, command: Omit<Named, 'what'>): Promise<void> {
    await this.#change(workspace, { ...command, what: 'channel.unbind' }, (current, at) => {
      const channel = current ? current.channel : workspace.channel;
      if (!channel) return undefined;
      return {
        next: { workspace: workspace.id, channel: undefined, by: undefined, at, state: 'unbound' },
        effects: [amending(channel)],
      };
    });
  }

  async #change(
    { id }: Workspace,
    command: Named,
    decide: (current: ChannelBinding | undefined, at: string) => Decision<ChannelBinding> | undefined,
  ): Promise<void> {
    const { changes, clock } = this.#parts;
    await changes.change<ChannelBinding>(channelBinding, bindingAddress(id), {
      ...command,
      decide: (current) => decide(current, clock.now().toISOString()),
    });
  }

  /** Brings the workspace itself to what is on record, and lets go of the channel that it had before. */
  async #amend({ data }: Effect, binding: ChannelBinding): Promise<EffectOutcome<ChannelBinding>> {
    const { changes, workspaces } = this.#parts;
    const { workspace, channel } = binding;
    await workspaces.amend(workspace, { channel });
    const before = `${data.before ?? ''}`;
    if (before && before !== channel?.conversationId)
      await changes.change(channelClaim, claimAddress({ conversationId: before }), {
        ...{ key: `release/${binding.at}`, by: system, via: 'system', what: 'channel.release' },
        decide: (current) => (current?.workspace === workspace ? { next: { workspace: undefined } } : undefined),
      });
    return { done: true };
  }
}

function isIn({ conversationId }: Pick<BoundChannel, 'conversationId'>, { channel }: Workspace): boolean {
  return channel?.conversationId === conversationId;
}

/** True where the binding to a claim may still come: whose it is was not written since. */
function mayFollow(at: string | undefined, binding: ChannelBinding | undefined, now: Date): boolean {
  if (at === undefined || (binding && binding.at >= at)) return false;
  return now.getTime() - Date.parse(at) < bindsWithinMs;
}

function amending(before: BoundChannel | undefined) {
  const data: JsonObject = before ? { before: before.conversationId } : {};
  return { kind, data, deadline: forever };
}

/** Names the other workspace to those alone who know of it. */
function taken(caller: Caller, holder: Workspace | undefined): WorkspaceError {
  const whose = holder && may(caller, holder, 'workspace.read') ? holder.name : 'another workspace';
  return new WorkspaceError('conflict', `This channel is bound to ${whose} already. Have it unbound there first.`);
}

function beingBound(): WorkspaceError {
  return new WorkspaceError('busy', 'This channel is just being bound to another workspace. Try again in a minute.');
}
