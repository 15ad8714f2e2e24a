import { readAggregate } from '../change/read-aggregate.ts';
import { WorkspaceError } from '../errors.ts';
import type { Caller } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import type { Store } from '../store/store.ts';
import { setupAddress, setupPartition, type WorkspaceSetup, workspaceSetup } from './workspace-setup.ts';

/** A setup, and as what somebody sees it. */
export interface SeenSetup {
  readonly setup: WorkspaceSetup;
  readonly admin: boolean;
}

const mostListed = 200;
const pageSize = 100;

/** Setups as they are, and who sees which. */
export class SetupBook {
  readonly #store: Store;
  readonly #members: Pick<Members, 'rolesNow'>;

  constructor(store: Store, members: Pick<Members, 'rolesNow'>) {
    this.#store = store;
    this.#members = members;
  }

  /** For the rules; undefined where there is none. @throws {WorkspaceError} unavailable */
  async find(id: string): Promise<WorkspaceSetup | undefined> {
    return id === '' ? undefined : (await readAggregate(this.#store, workspaceSetup, setupAddress(id)))?.document;
  }

  /** For admins, whoever asked, and who shall be its owner. @throws {WorkspaceError} not-found, also for everybody else */
  async see(caller: Caller, id: string): Promise<SeenSetup> {
    const [setup, { admin }] = await Promise.all([this.find(id), this.#members.rolesNow(caller.aadObjectId)]);
    const isTheirs = [setup?.askedBy, setup?.plan.owner].some((person) => person?.aadObjectId === caller.aadObjectId);
    if (!setup || !(admin || isTheirs)) throw noSuchSetup();
    return { setup, admin };
  }

  /** The newest first, of one person or of all; no more than two hundred. @throws {WorkspaceError} unavailable */
  async all(person?: string): Promise<readonly WorkspaceSetup[]> {
    const found: WorkspaceSetup[] = [];
    let continuation: string | undefined;
    do {
      const page = await this.#store.list<WorkspaceSetup>({
        ...{ partition: setupPartition, kind: workspaceSetup.kind, limit: pageSize, continuation },
        by: person === undefined ? {} : { person },
      });
      found.push(...page.items.map(({ document }) => document));
      continuation = page.continuation;
    } while (continuation && found.length < mostListed);
    return found;
  }
}

export function noSuchSetup(): WorkspaceError {
  return new WorkspaceError(
    'not-found',
    'Nobody is setting up a workspace of that name. Write "new workspace" to ask for one.',
  );
}
