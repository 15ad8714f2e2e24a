import type { Logger } from 'pino';
import { ghostQuestion } from '../../cards/machines/ghost-question.ts';
import { ghostsCard } from '../../cards/machines/ghosts.ts';
import { moneyText } from '../../cards/money.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { Changes } from '../../services/change/change.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import { type Ghosts, ghosts } from '../../services/ghosts/ghosts.ts';
import { machineRecord, recordAddress } from '../../services/machines/machine-record.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { localeOf } from '../../services/people/person-record.ts';
import type { Members } from '../../services/roles/members.ts';
import type { Clock } from '../../services/time/clock.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import type { Courier } from './courier.ts';
import { isStillThere } from './still-there.ts';

export interface GhostNewsParts {
  readonly courier: Courier;
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesOf'>;
  readonly people: Pick<PersonDirectory, 'get'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  readonly log: Logger;
}

type Done = EffectOutcome<Ghosts>;
const done: Done = { done: true };

/** Shows owners and starters what costs money for nobody, and asks whoever may know whether it is needed. */
export class GhostNews {
  readonly #parts: GhostNewsParts;

  constructor(parts: GhostNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<Ghosts>(ghosts, 'ghosts.card', {
      maxAttempts: 20,
      handle: async (effect, document) => await this.#show(effect, document),
    });
    effects.register<Ghosts>(ghosts, 'ghosts.ask', {
      maxAttempts: 20,
      handle: async (effect, document) => await this.#ask(effect, document),
    });
  }

  async #show({ data }: Effect, document: Ghosts): Promise<Done> {
    const { courier, members, people, clock, log } = this.#parts;
    const workspace = await this.#workspace(document);
    const person = document.people.find(({ aadObjectId }) => aadObjectId === data.to);
    // A newer night has cards of its own.
    if (!workspace || !person || data.round !== document.round) return done;
    if (!(await isStillThere(members, person, workspace))) return done;
    const names = document.found.filter(({ kind }) => kind !== 'disk').map(({ name }) => name);
    const versions = await Promise.all(
      names.map(async (name) => [name.toLowerCase(), await this.#version(workspace, name)] as const),
    );
    const locale = localeOf(await people.get(person.aadObjectId));
    const view = { ghosts: document, workspace, reader: person.aadObjectId, locale };
    const card = ghostsCard({ ...view, versions: Object.fromEntries(versions) }, clock.now());
    const key = `ghosts/${workspace.id}/${document.round}/${person.aadObjectId}`;
    const delivery = await courier.show(key, person, card);
    if (delivery === 'nowhere')
      log.info({ workspace: workspace.id, person: person.aadObjectId }, 'What was found at night reached nobody.');
    return done;
  }

  async #ask({ id, data }: Effect, document: Ghosts): Promise<Done> {
    const { courier, members, people } = this.#parts;
    const workspace = await this.#workspace(document);
    if (!workspace) return done;
    const name = `${data.machine}`;
    const person = { aadObjectId: `${data.to}`, name: `${data.name}` };
    if (!(await isStillThere(members, person, workspace))) return done;
    const perDay = document.found.find((ghost) => ghost.name === name)?.perDay;
    const locale = localeOf(await people.get(person.aadObjectId));
    const version = await this.#version(workspace, name);
    const machine = { name, version, ...(perDay && { perDay: moneyText(perDay, locale) }) };
    await courier.show(`ghosts/ask/${id}`, person, ghostQuestion(machine, workspace, `${data.by}`));
    return done;
  }

  async #version({ id }: Workspace, machine: string): Promise<number> {
    return (await this.#parts.changes.get(machineRecord, recordAddress(id, machine)))?.sequence ?? 0;
  }

  async #workspace({ workspace: id }: Ghosts): Promise<Workspace | undefined> {
    return await this.#parts.workspaces.byId(id);
  }
}
