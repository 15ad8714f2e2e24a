import { Changes } from '../../../services/change/change.ts';
import { Files } from '../../../services/files/files.ts';
import type { Caller, Roles } from '../../../services/people/people.ts';
import {
  type Approver,
  type DataRequest,
  dataRequest,
  type RequestedFile,
  type RequestState,
  requestAddress,
} from '../../../services/requests/request.ts';
import { RequestChanges } from '../../../services/requests/request-changes.ts';
import { RequestNumbers } from '../../../services/requests/request-numbers.ts';
import { Requests } from '../../../services/requests/requests.ts';
import { Reviews } from '../../../services/requests/reviews.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';
import { SimulatedBlobs } from './world/blobs.ts';
import { caller, person, workspaceOf } from './world/place.ts';

export interface Standing {
  readonly author?: string;
  readonly approvers?: readonly Approver[];
  readonly standIn?: DataRequest['standIn'];
  readonly round?: number;
  readonly files?: readonly RequestedFile[];
  readonly purpose?: string;
}

/** Requests as they are asked for and decided, in one process where nothing follows by itself. */
export class RequestDesk {
  readonly clock = new SimulatedClock();
  readonly store = new MemoryStore(this.clock);
  readonly workspace = workspaceOf({ deputy: true, channel: true });
  readonly blobs = new SimulatedBlobs(this.clock, Math.random, () => {});
  readonly requests: Requests;
  readonly reviews: Reviews;
  #numbers = 0;

  constructor() {
    const { store, clock } = this;
    const changes = new Changes({ store, queue: new MemoryQueue(clock), clock });
    const requestChanges = new RequestChanges(changes, clock);
    const files = new Files(this.blobs, clock);
    const numbers = new RequestNumbers(store, clock);
    this.requests = new Requests({ requestChanges, changes, files, numbers, clock });
    this.reviews = new Reviews(requestChanges);
    this.blobs.put({ container: 'https://secure.example/data', path: 'results.csv' }, 'a,b');
  }

  /** Puts a request of its own into the store, as it stands in that state, and gives its name. */
  async put(
    state: RequestState,
    { author = 'researcher', approvers, standIn, round = 1, ...more }: Standing = {},
  ): Promise<string> {
    this.#numbers += 1;
    const number = 1000 + this.#numbers;
    const request: DataRequest = {
      ...requestAddress('oncology', number),
      ...{ kind: 'request', schema: 1, version: 3, state, archived: 0, deadLetters: [], effects: [], history: [] },
      ...{ type: 'access', workspace: 'oncology', number, author: person(author), round },
      files: more.files ?? [{ path: 'results.csv', bytes: 3, etag: 'etag-1', sha256: 'a'.repeat(64) }],
      manifest: 'b'.repeat(64),
      ...{ purpose: more.purpose ?? 'the interim analysis', use: 'both', openedAt: this.#now, submittedAt: this.#now },
      approvers: approvers ?? [{ ...person('owner'), as: 'owner' }],
      ...(standIn && { standIn }),
      ...{ comments: [], standing: [] },
    };
    await this.store.create({ ...request, listing: dataRequest.listing!(request) });
    return `oncology-${number}`;
  }

  /** As it is on record. */
  async read(name: string): Promise<DataRequest> {
    const { partition, id } = requestAddress('oncology', Number(name.split('-')[1]));
    return (await this.store.get<DataRequest>(partition, id))!.document;
  }

  get #now(): string {
    return this.clock.now().toISOString();
  }
}

/** Somebody with these roles, live. */
export function callerAs(
  id: string,
  here?: 'owner' | 'member',
  more: Partial<Pick<Roles, 'admin' | 'reviewer'>> = {},
): Caller {
  const workspaces = new Map(here ? [['oncology', here] as const] : []);
  return caller(id, { admin: false, reviewer: false, ...more, workspaces, checkedAt: new Date() });
}
