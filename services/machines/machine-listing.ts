import type { Clock } from '../time/clock.ts';
import { pause } from '../time/pause.ts';
import type { AzureMachine, MachineClient } from './machine.ts';

/** How old the list of machines may be where somebody only looks. */
const listCacheInMs = 15_000;
/** A turn may ask twice; Azure is not asked again at once what it has just failed to answer. */
const failureCacheInMs = 1_000;
/** How long somebody who only needs names waits for Azure before the last ones have to do. */
const namesPatienceInMs = 1_500;

/** A list as Azure is asked for it, or was. */
interface Listing {
  readonly at: number;
  goodUntil: number;
  isSettled: boolean;
  readonly machines: Promise<readonly AzureMachine[]>;
}

/** Every machine of the subscription, by one call for all who ask at the same time. */
export class MachineListing {
  readonly #azure: Pick<MachineClient, 'list'>;
  readonly #clock: Clock;
  #listing: Listing | undefined;
  #lastHeard: readonly AzureMachine[] | undefined;
  /** By resource group, of those that were heard of last. */
  #firstNames: ReadonlyMap<string, string> | undefined;

  constructor(azure: Pick<MachineClient, 'list'>, clock: Clock) {
    this.#azure = azure;
    this.#clock = clock;
  }

  /** The machines, at most 15 s old, and when (in ms) they were asked for. @throws {WorkspaceError} Azure's */
  async current(): Promise<{ at: number; machines: readonly AzureMachine[] }> {
    const { at, machines } = this.#ask();
    return { at, machines: await machines };
  }

  /**
   * The machines as far as their names are concerned: where Azure fails or is slow they are those that were heard of last.
   * @throws {WorkspaceError} Azure's, where nothing was ever heard
   */
  async named(): Promise<readonly AzureMachine[]> {
    const { at, isSettled, machines } = this.#ask();
    const heard = this.#lastHeard;
    if (!heard) return await machines;
    const certain = machines.catch(() => heard);
    if (isSettled) return await certain;
    const patience = at + namesPatienceInMs - this.#clock.now().getTime();
    return await Promise.race([certain, pause(this.#clock, Math.max(0, patience)).then(() => heard)]);
  }

  /** The name of the first machine there, of those that were heard of last; asks nobody. */
  heardIn(resourceGroup: string): string | undefined {
    // Every turn asks, and there may be tens of thousands.
    this.#firstNames ??= firstNames(this.#lastHeard ?? []);
    return this.#firstNames.get(resourceGroup.toLowerCase());
  }

  /** Something has changed in Azure. */
  forget(): void {
    this.#listing = undefined;
  }

  #ask(): Listing {
    const now = this.#clock.now().getTime();
    if (this.#listing && now < this.#listing.goodUntil) return this.#listing;
    const machines = this.#azure.list();
    const listing: Listing = { at: now, goodUntil: now + listCacheInMs, isSettled: false, machines };
    this.#listing = listing;
    machines.then(
      (heard) => {
        listing.isSettled = true;
        this.#lastHeard = heard;
        this.#firstNames = undefined;
      },
      () => {
        listing.isSettled = true;
        listing.goodUntil = this.#clock.now().getTime() + failureCacheInMs;
      },
    );
    return listing;
  }
}

function firstNames(machines: readonly AzureMachine[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { resourceGroup, name } of machines) if (!names.has(resourceGroup)) names.set(resourceGroup, name);
  return names;
}
