import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { Machine, Machines } from '../machines/machines.ts';
import { actorOf, type Caller, type Person, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { requirePermission } from '../policy.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { starterOf } from './ghost-hunt.ts';
import { decideAsk, decideLeave, decideStopped, type Ghosts, ghosts, ghostsAddress } from './ghosts.ts';

export interface GhostAnswersParts {
  readonly changes: Changes;
  readonly machines: Pick<Machines, 'get'>;
  readonly clock: Clock;
}

export interface GhostAnswer {
  readonly machine: Machine;
  readonly ghosts?: Ghosts;
  /** False where there was nothing to do any more. */
  readonly changed: boolean;
}

/** What people say to what was found at night. */
export class GhostAnswers {
  readonly #parts: GhostAnswersParts;

  constructor(parts: GhostAnswersParts) {
    this.#parts = parts;
  }

  /** The machine is left alone for a week. @throws {WorkspaceError} not-found, forbidden, and Azure's */
  async leave(caller: Caller, workspace: Workspace, name: string, command: PersonCommand): Promise<GhostAnswer> {
    const machine = await this.#machine(caller, workspace, name);
    return await this.#change(caller, machine, command, 'ghosts.leave', (current, by, now) =>
      decideLeave(current, workspace.id, machine.name, by, now),
    );
  }

  /** The machine was stopped from the card of a night, which says so. @throws as {@link leave} */
  async stopped(caller: Caller, workspace: Workspace, name: string, command: PersonCommand): Promise<GhostAnswer> {
    const machine = await this.#machine(caller, workspace, name);
    return await this.#change(caller, machine, command, 'ghosts.stop', (current, by, now) =>
      decideStopped(current, machine.name, by, now),
    );
  }

  /**
   * Asks whoever started the machine whether it is still needed; unchanged where they were asked within a day.
   * @throws {WorkspaceError} not-found, forbidden, conflict where there is nobody to ask
   */
  async ask(
    caller: Caller,
    workspace: Workspace,
    name: string,
    command: PersonCommand,
  ): Promise<GhostAnswer & { readonly starter: Person }> {
    const machine = await this.#machine(caller, workspace, name);
    const starter = starterOf(machine.record);
    if (!starter)
      throw new WorkspaceError(
        'conflict',
        `Nobody started ${machine.name} here, so there is nobody to ask. Stop it, or keep it.`,
      );
    if (starter.aadObjectId === caller.aadObjectId)
      throw new WorkspaceError('conflict', `You started ${machine.name} yourself. Stop it, or keep it.`);
    const answer = await this.#change(caller, machine, command, 'ghosts.ask', (current, by, now) =>
      decideAsk(current, workspace.id, { machine: machine.name, starter, by }, now),
    );
    return { ...answer, starter };
  }

  async #machine(caller: Caller, workspace: Workspace, name: string): Promise<Machine> {
    requirePermission(caller, workspace, 'machine.operate');
    return await this.#parts.machines.get(caller, workspace, name);
  }

  async #change(
    caller: Caller,
    machine: Machine,
    { key, via }: PersonCommand,
    what: string,
    decide: (current: Ghosts | undefined, by: Person, now: Date) => ReturnType<typeof decideAsk>,
  ): Promise<GhostAnswer> {
    const { changes, clock } = this.#parts;
    const { workspace } = machine;
    const changed = await changes.change(ghosts, ghostsAddress(workspace.id), {
      ...{ key, via, what, by: actorOf(caller, workspace) },
      decide: (current) => decide(current, personOf(caller), clock.now()),
    });
    const { document, outcome } = changed;
    return { machine, changed: outcome !== 'unchanged', ...(document && { ghosts: document }) };
  }
}
