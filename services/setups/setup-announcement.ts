import type { JsonObject, NewEffect } from '../change/aggregate.ts';
import { type EffectOutcome, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { type Person, personOf } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import { type SetupNews, type ToldOfSetup, type WorkspaceSetup, workspaceSetup } from './workspace-setup.ts';

/** The data of `setup.tell`, one for each person; as what it concerns them, and their name, is in the setup's `told`. */
export interface SetupTelling {
  /** aadObjectId. */
  readonly to: string;
  readonly name: string;
  readonly about: SetupNews;
  readonly as: ToldOfSetup['as'];
}

const dayInMs = 86_400_000;
/** For how long a message may wait for Teams, or for the directory. */
const patienceInMs = 7 * dayInMs;
/** More admins than these nobody has. */
const mostAdmins = 50;

/** Finds out whom news of a setup is for, when it is told, and has each told by an effect of their own. */
export class SetupAnnouncements {
  readonly #members: Pick<Members, 'admins'>;

  constructor(members: Pick<Members, 'admins'>) {
    this.#members = members;
  }

  register(effects: Effects): void {
    effects.register<WorkspaceSetup>(workspaceSetup, 'setup.announce', {
      maxAttempts: tireless,
      handle: async ({ data }, setup, { now }) => await this.#announce(data.about as SetupNews, setup, now),
    });
  }

  async #announce(about: SetupNews, setup: WorkspaceSetup, now: Date): Promise<EffectOutcome<WorkspaceSetup>> {
    const tellings = await this.#tellings(about, setup);
    if (tellings.length === 0) return { done: true };
    const deadline = new Date(now.getTime() + patienceInMs);
    return {
      done: true,
      change: (current) => ({
        what: 'setup.announced',
        next: { told: withTold(current, tellings) },
        effects: tellings.map((telling) => ({ kind: 'setup.tell', data: { ...telling } as JsonObject, deadline })),
        detail: { people: tellings.length },
      }),
    };
  }

  /** Each once. Who pressed the button sees on their card what came of it. */
  async #tellings(about: SetupNews, { plan, askedBy, decidedBy }: WorkspaceSetup): Promise<readonly SetupTelling[]> {
    const isForAdmins = about === 'waiting' || about === 'failed' || about === 'removed';
    const admins = isForAdmins ? (await this.#members.admins()).slice(0, mostAdmins) : [];
    const named = (people: readonly Person[], as: SetupTelling['as']) =>
      people.map((person) => ({ to: person.aadObjectId, name: person.name, about, as }));
    const all = [
      ...(about === 'waiting' ? [] : named([personOf(askedBy)], 'author')),
      ...(about === 'ready' ? [...named([plan.owner], 'owner'), ...named(plan.members, 'member')] : []),
      ...named(admins, 'admin'),
    ];
    const knows = about === 'waiting' ? askedBy.aadObjectId : about === 'declined' ? decidedBy?.aadObjectId : undefined;
    return all.filter(({ to }, at) => to !== knows && all.findIndex((other) => other.to === to) === at);
  }
}

function withTold({ told }: WorkspaceSetup, tellings: readonly SetupTelling[]): readonly ToldOfSetup[] {
  const anew = new Set(tellings.map(({ to }) => to));
  return [
    ...told.filter(({ person }) => !anew.has(person.aadObjectId)),
    ...tellings.map(({ to, name, about, as }) => ({ person: { aadObjectId: to, name }, about, as })),
  ];
}

export function announcing(about: SetupNews, now: Date): NewEffect {
  return { kind: 'setup.announce', data: { about }, deadline: new Date(now.getTime() + patienceInMs) };
}

/** Everybody's cards, unless they are to be shown anyway and nobody has begun to. */
export function showing({ effects, followers, told }: WorkspaceSetup, now: Date): NewEffect[] {
  const isComing = effects.some(({ kind, attempts }) => kind === 'setup.show' && attempts === 0);
  return followers.length + told.length === 0 || isComing ? [] : [{ kind: 'setup.show', dueAt: now }];
}
