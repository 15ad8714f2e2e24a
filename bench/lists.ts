import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor, HistoryEntry } from '../services/change/aggregate.ts';
import type { Caller, Roles } from '../services/people/people.ts';
import { type DataRequest, dataRequest, requestAddress } from '../services/requests/request.ts';
import { RequestLists } from '../services/requests/request-lists.ts';
import { SqliteStore } from '../services/store/sqlite.ts';
import { SystemClock } from '../services/time/clock.ts';
import { WorkspaceDirectory } from '../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../services/workspaces/workspaces.ts';
import { median } from './figures.ts';

export interface ListFigures {
  /**
   * Median time of the newest twenty requests of a person, in microseconds: among a hundred requests, and among many, asked
   * for equally many people, so that nothing but the number of requests differs.
   */
  readonly fewUs: number;
  readonly manyUs: number;
  /** Many to few; a list that goes by an index does not grow with the number of requests. */
  readonly ratio: number;
  /** Among many, asked for everybody in turn, so that what is read was seldom read before. */
  readonly everybodyUs: number;
}

export interface ListSettings {
  readonly few?: number;
  readonly many?: number;
  readonly rounds?: number;
}

const pageLength = 20;
const workspace = { id: 'oncology', name: 'Oncology' } as Workspace;
const roles: Roles = {
  admin: false,
  reviewer: false,
  workspaces: new Map([['oncology', 'member']]),
  checkedAt: new Date(0),
};

/** Fills two stores, one with few requests and one with many, and asks them in turn, each time for another person's list. */
export async function measureLists(settings: ListSettings = {}): Promise<ListFigures> {
  const { few = 100, many = 100_000, rounds = 3000 } = settings;
  const directory = await mkdtemp(join(tmpdir(), 'labdesk-lists-'));
  const stores = {
    few: new SqliteStore({ path: join(directory, 'few.db') }),
    many: new SqliteStore({ path: join(directory, 'many.db') }),
  };
  const lists = { few: listsOf(stores.few), many: listsOf(stores.many) };
  try {
    const inFew = await fill(stores.few, few);
    const inMany = await fill(stores.many, many);
    const subjects = [
      { lists: lists.few, people: inFew },
      { lists: lists.many, people: inFew },
      { lists: lists.many, people: inMany },
    ].map((subject) => ({ ...subject, times: [] as number[] }));
    const warmUp = rounds / 10;
    for (let round = 0; round < warmUp + rounds; round += 1)
      for (const { lists, people, times } of subjects) {
        const tookUs = await timeOf(lists, personOf(round % people));
        if (round >= warmUp) times.push(tookUs);
      }
    const [fewUs = Number.NaN, manyUs = Number.NaN, everybodyUs = Number.NaN] = subjects.map(({ times }) =>
      median(times),
    );
    return { fewUs, manyUs, ratio: manyUs / fewUs, everybodyUs };
  } finally {
    for (const store of Object.values(stores)) await store.close();
    await rm(directory, { recursive: true });
  }
}

/** Lists as the bot asks them. */
function listsOf(store: SqliteStore): RequestLists {
  const workspaces = new WorkspaceDirectory(store, new SystemClock());
  return new RequestLists({ store, workspaces, members: { rolesOf: async () => roles } });
}

async function timeOf(lists: RequestLists, aadObjectId: string): Promise<number> {
  const caller: Caller = { aadObjectId, name: 'Researcher', tenantId: '', locale: 'en', roles };
  const began = performance.now();
  const { requests } = await lists.list(caller, [workspace], { scope: 'mine', size: pageLength });
  const tookUs = (performance.now() - began) * 1000;
  if (requests.length !== pageLength) throw new Error(`${requests.length} requests were listed for ${aadObjectId}.`);
  return tookUs;
}

/** As many people as have more than a page of requests each, up to a large institute; says how many. */
async function fill(store: SqliteStore, count: number): Promise<number> {
  const people = Math.min(Math.floor(count / (pageLength + 1)), 500);
  for (let number = 1; number <= count; number += 1)
    await store.create(sampleRequest(number, personOf(number % people)));
  return people;
}

function personOf(index: number): string {
  return `00000000-0000-4000-8000-${`${index}`.padStart(12, '0')}`;
}

/** A request as it lies in the store after its decision, 2 to 4 KB. */
function sampleRequest(number: number, aadObjectId: string): DataRequest {
  const author = { aadObjectId, name: 'Researcher' };
  const owner = { aadObjectId: personOf(999_999), name: 'Owner' };
  const at = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
  const entry = (who: typeof author, what: string, from: string, to: string): HistoryEntry => {
    const by: Actor = { ...who, roles: who === author ? ['member'] : ['owner'] };
    return { at, by, what, from, to, via: 'card', key: `${what}:${number}:8f14e45fceea167a5a36dedd4bea2543` };
  };
  const request: DataRequest = {
    ...requestAddress(workspace.id, number),
    kind: dataRequest.kind,
    schema: dataRequest.schema,
    version: 5,
    state: 'approved',
    type: 'access',
    workspace: workspace.id,
    number,
    author,
    files: Array.from({ length: 2 + (number % 6) }, (_, index) => ({
      path: `figures/interim/2026/figure-${number}-${index}.png`,
      bytes: 20_480 + index,
      etag: '0x8DB24F7D5B7B3A0',
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    })),
    manifest: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
    purpose: 'For the interim analysis that the steering committee has asked for.',
    use: 'both',
    round: 1,
    openedAt: at,
    submittedAt: at,
    scan: 'clean',
    approvers: [{ ...owner, as: 'owner' }],
    decision: { by: owner, at, as: 'owner' },
    accessUntil: at,
    comments: [],
    standing: [],
    history: [
      entry(author, 'open', '', 'draft'),
      entry(author, 'submit', 'draft', 'submitted'),
      entry(owner, 'approve', 'in_review', 'approving'),
      entry(owner, 'release', 'approving', 'approved'),
    ],
    archived: 0,
    effects: [],
    deadLetters: [],
  };
  return { ...request, listing: dataRequest.listing?.(request) };
}
