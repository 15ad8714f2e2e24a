import { setTimeout as wait } from 'node:timers/promises';
import { Nonces } from '../bot/nonces.ts';
import { sealing } from '../services/change/aggregate.ts';
import { derivedKey, sharedSecret } from '../services/credentials/keys.ts';
import { PostedCards } from '../services/people/posted-cards.ts';
import { type DataRequest, dataRequest, requestAddress, requestName } from '../services/requests/request.ts';
import { SqliteStore } from '../services/store/sqlite.ts';
import type { Page } from '../services/store/store.ts';
import { SystemClock } from '../services/time/clock.ts';
import { type Facts, press } from './activities.ts';
import type { Labdesk } from './labdesk.ts';
import type { Load, Turn } from './load.ts';
import { owners, researchers } from './staff.ts';

const workspace = 'oncology';
const checkedWithinMs = 30_000;
const settledWithinMs = 120_000;

/**
 * Requests that wait for a decision, as many as wanted. The first is asked for as people do, and the bot checks its files; the
 * others are put beside it in the bot's own store as it stands then, each for one owner, with the card that this owner has.
 */
export class PendingRequests {
  readonly #store: SqliteStore;
  readonly #cards: PostedCards;
  readonly #nonces: Nonces;
  readonly #facts: Facts;
  readonly #waiting: object[] = [];
  #decided: object = {};
  #first: DataRequest | undefined;
  #last = 0;

  private constructor(store: SqliteStore, nonces: Nonces, facts: Facts) {
    this.#store = store;
    this.#cards = new PostedCards(store, new SystemClock());
    this.#nonces = nonces;
    this.#facts = facts;
  }

  static async open(labdesk: Labdesk, load: Load, facts: Facts): Promise<PendingRequests> {
    const store = new SqliteStore({ path: labdesk.storePath });
    const nonces = new Nonces(derivedKey(await sharedSecret(store), 'nonces'));
    const requests = new PendingRequests(store, nonces, { ...facts, people: owners });
    const fields = { files: 'results.csv', purpose: 'For the interim analysis.', use: 'download' };
    const data = { ...requests.#sealed('request.submit', { id: workspace }), ...fields };
    await load.once(
      labdesk,
      press({ ...facts, people: researchers }, 'request.submit', data, () => `${workspace}-`),
    );
    requests.#first = await requests.#checked();
    requests.#last = requests.#first.number;
    return requests;
  }

  /** Makes so many more, before anybody presses. */
  async make(count: number, verb: 'request.approve' | 'request.deny' = 'request.approve'): Promise<void> {
    const first = this.#first!;
    for (let made = 0; made < count; made += 1) {
      this.#last += 1;
      const owner = owners[this.#last % owners.length]!;
      const next: DataRequest = {
        ...first,
        ...requestAddress(workspace, this.#last),
        number: this.#last,
        approvers: [{ ...owner, as: 'owner' }],
        effects: first.effects.filter(({ kind }) => kind !== sealing),
      };
      const request = { ...next, listing: dataRequest.listing?.(next) };
      await this.#store.create(request);
      const name = requestName(request);
      await this.#cards.remember(`${name}/${request.round}/${owner.aadObjectId}`, '1795300000000');
      this.#waiting.push(this.#sealed(verb, { id: name, version: request.round }));
    }
  }

  /** The press that approves, each time another request. */
  approve(): Turn {
    const next = () => {
      this.#decided = this.#next();
      return this.#decided;
    };
    return press(this.#facts, 'request.approve', next, () => 'Approving');
  }

  /** The press that denies, each time another request: nothing is copied after it. */
  deny(): Turn {
    const next = () => ({ ...this.#next(), reason: 'The purpose is not clear.' });
    return press(this.#facts, 'request.deny', next, () => 'Denied');
  }

  /** The same press as the last one: everything is asked again, and nothing is changed any more. */
  again(): Turn {
    return press(
      this.#facts,
      'request.approve',
      () => this.#decided,
      () => 'Approv',
    );
  }

  /** Resolves when all that follows from the newest so many has happened. */
  async settled(count: number): Promise<void> {
    for (const deadline = Date.now() + settledWithinMs; ; await wait(100)) {
      const { items } = await this.#newest({}, count);
      const now = new Date().toISOString();
      const open = items
        .map(({ document }) => document)
        .filter(({ effects, lease }) => lease || effects.some(({ dueAt }) => dueAt <= now));
      if (open.length === 0) return;
      if (Date.now() < deadline) continue;
      const left = open.map(({ number, state, effects }) => `${number} ${state} ${effects.map(({ kind }) => kind)}`);
      throw new Error(`What follows did not happen in time: ${left.slice(0, 5).join('; ')}.`);
    }
  }

  #next(): object {
    const data = this.#waiting.pop();
    if (!data) throw new Error('No request waits any more.');
    return data;
  }

  async #newest(by: { readonly person?: string }, limit: number): Promise<Page<DataRequest>> {
    const { partition } = requestAddress(workspace, 1);
    return await this.#store.list<DataRequest>({ partition, kind: dataRequest.kind, by, limit });
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  #sealed(verb: string, data: object): object {
    const { data: sealed } = this.#nonces.seal({ type: 'Action.Execute', verb, data } as never) as unknown as {
      data: object;
    };
    return sealed;
  }

  async #checked(): Promise<DataRequest> {
    for (const deadline = Date.now() + checkedWithinMs; Date.now() < deadline; await wait(50)) {
      const { items } = await this.#newest({ person: researchers[0]!.aadObjectId }, 1);
      const request = items[0]?.document;
      const now = new Date().toISOString();
      if (request?.state === 'in_review' && !request.lease && request.effects.every(({ dueAt }) => dueAt > now))
        return request;
    }
    throw new Error('The request was not checked in time.');
  }
}
