import type { PriceBook } from '../costs/prices.ts';
import { WorkspaceError } from '../errors.ts';
import type { Caller } from '../people/people.ts';
import type { Contact, Members } from '../roles/members.ts';
import type { Candidate, GroupClient } from '../roles/membership.ts';
import { quoted } from '../text/quoted.ts';
import type { Clock } from '../time/clock.ts';
import { within } from '../time/within.ts';
import type { LandingZone } from '../workspaces/landing-zone.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { SetupBook } from './setup-book.ts';
import { idOf, likeness, tidy } from './setup-names.ts';
import { azureOs, labelsOf, offerOf, type SetupLabels, type SetupOffer } from './setup-offer.ts';
import { resourceGroupOf } from './setup-parameters.ts';
import { planOf } from './setup-plan.ts';
import { type SetupProblem, SetupProblems, type SetupWish } from './setup-wish.ts';
import { isOver, type WorkspacePlan, type WorkspaceSetup } from './workspace-setup.ts';

export interface SetupFormsParts {
  /** Undefined where none is configured: then no workspace is made here. */
  readonly zone: LandingZone | undefined;
  readonly book: SetupBook;
  readonly members: Pick<Members, 'person'>;
  readonly groups: Pick<GroupClient, 'search'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'all'>;
  readonly prices: Pick<PriceBook, 'load'>;
  readonly clock: Clock;
}

const searchLimit = 8;
const mostPeople = 100;
const atOnce = 10;
/** Nobody waits longer for prices than for a form. */
const pricesWithinMs = 5_000;

/** What forms offer and take. */
export class SetupForms {
  readonly #parts: SetupFormsParts;

  constructor(parts: SetupFormsParts) {
    this.#parts = parts;
  }

  /** What can be chosen. @throws {WorkspaceError} refused where no landing zone is configured */
  async offer(): Promise<SetupOffer> {
    const zone = this.zone();
    const { prices, clock } = this.#parts;
    const { location, currency, sizes } = zone;
    const machines = sizes.flatMap(({ name }) => Object.values(azureOs).map((os) => ({ location, size: name, os })));
    const list = await within(
      pricesWithinMs,
      async () => await prices.load({ machines, disks: [], currencies: [currency] }),
    );
    return offerOf(zone, list, clock.now());
  }

  /** What sizes, images and presets are called, as people read it. */
  get labels(): SetupLabels {
    return labelsOf(this.#parts.zone);
  }

  /** Nobody for guests of the directory, who may not look through it there either. @throws {WorkspaceError} the directory's */
  async search({ aadObjectId }: Caller, text: string): Promise<readonly Candidate[]> {
    const { groups, members } = this.#parts;
    const [asker, found] = await Promise.all([members.person(aadObjectId), groups.search(text, searchLimit)]);
    return asker && !asker.isGuest ? found : [];
  }

  /** @throws {WorkspaceError} refused where none is configured */
  zone(): LandingZone {
    const { zone } = this.#parts;
    if (zone) return zone;
    throw new WorkspaceError(
      'refused',
      'Workspaces cannot be made from here yet, since nobody has said where. An operator sets LANDING_ZONE_FILE.',
    );
  }

  /** What a form asks for. @throws {SetupProblems} with all that is wrong; {WorkspaceError} refused, and the directory's */
  async planOf(caller: Caller, wish: SetupWish): Promise<WorkspacePlan> {
    const zone = this.zone();
    const [people, problem] = await Promise.all([this.#people(wish), this.#nameProblem(caller, wish.name)]);
    // What can be chosen does not hang on what it costs.
    const offer = offerOf(zone, undefined, this.#parts.clock.now());
    const planned = planOf(wish, { zone, offer, people });
    if ('plan' in planned && !problem) return planned.plan;
    const all = [...(problem ? [problem] : []), ...planned.problems];
    throw new SetupProblems(all, problem && all.length === 1 ? 'conflict' : 'invalid');
  }

  /** Everybody whom a wish names, as the directory knows them. */
  async #people({ owner, members }: SetupWish): Promise<ReadonlyMap<string, Contact | undefined>> {
    const ids = [...new Set([owner, ...members])].filter((id) => id !== '').slice(0, mostPeople);
    const found = new Map<string, Contact | undefined>();
    for (let at = 0; at < ids.length; at += atOnce) {
      const part = ids.slice(at, at + atOnce);
      const people = await Promise.all(part.map(async (id) => await this.#parts.members.person(id)));
      for (const [index, id] of part.entries()) found.set(id, people[index]);
    }
    return found;
  }

  /** Once more before it is made: somebody among all may have been faster with a name that looks the same. @throws {WorkspaceError} conflict */
  async requireFree({ workspace, plan }: WorkspaceSetup, all: readonly WorkspaceSetup[]): Promise<void> {
    const setups = all.filter(
      ({ workspace: id, state }) => id !== workspace && state !== 'checking' && state !== 'waiting',
    );
    if (await this.#isTaken(workspace, plan.name, setups))
      throw new WorkspaceError('conflict', `Nothing was made. ${taken(plan.name, undefined).message}`);
  }

  /** Whether somebody has the name. Who it is, and whether it is there or being made, is not for everybody. */
  async #nameProblem(caller: Caller, written: string): Promise<SetupProblem | undefined> {
    const name = tidy(written);
    const id = idOf(name);
    if (id === '') return undefined;
    const setups = (await this.#parts.book.all()).filter((each) => each.workspace !== id || !isOpenTo(each, caller));
    const found = await this.#isTaken(id, name, setups);
    if (!found) return undefined;
    return taken(name, caller.roles.admin && found !== true ? found : undefined).problems[0];
  }

  /** By a workspace, or by a setup among these. */
  async #isTaken(id: string, name: string, setups: readonly WorkspaceSetup[]): Promise<boolean | WorkspaceSetup> {
    const workspaces = await this.#parts.workspaces.all();
    const alike = likeness(name);
    const group = resourceGroupOf(id).toLowerCase();
    const isThere = workspaces.some(
      (each) => each.id === id || likeness(each.name) === alike || each.resourceGroup.toLowerCase() === group,
    );
    if (isThere) return true;
    const isSame = (each: WorkspaceSetup) => each.workspace === id || likeness(each.plan.name) === alike;
    return setups.find((each) => !isOver(each) && isSame(each)) ?? false;
  }
}

/** Whoever asked may change what they asked for, as long as nobody has decided. */
export function isOpenTo({ state, askedBy }: WorkspaceSetup, caller: Caller): boolean {
  return askedBy.aadObjectId === caller.aadObjectId && (state === 'checking' || state === 'waiting');
}

/** @param setup where whoever reads it may know */
export function taken(name: string, setup: WorkspaceSetup | undefined): SetupProblems {
  const words = setup
    ? `${setup.askedBy.name} is already setting up ${quoted(setup.plan.name)}. Choose another name, or ask them.`
    : `The name ${quoted(name)} is taken, or somebody is already setting it up. Choose another one.`;
  return new SetupProblems([{ field: 'name', words }], 'conflict');
}
