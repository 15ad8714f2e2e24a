import assert from 'node:assert/strict';
import type { Chat } from '../../support/chat.ts';
import { eventually } from '../eventually.ts';
import { type Asked, RequestWorld, stands } from './request-world.ts';

/** Longer than the story takes. */
const heldInMs = 30_000;

describe('a bot that is killed in the middle of requests', function () {
  this.timeout(60_000);
  let world: RequestWorld;
  const authors: Record<'approved' | 'checking' | 'denied' | 'revoked' | 'undecided', Chat> = {} as never;
  const names: Record<keyof typeof authors, string> = {} as never;
  let owner: Chat;
  let undecided: Asked & { toDecide: Awaited<ReturnType<typeof stands>> };

  const cardsOf = (chat: Chat, name: string) => chat.messages().filter(({ text }) => text.includes(`${name} · `));
  /** What authors were told in a line, wherever they spoke last. */
  const lines = (words: RegExp) =>
    Object.values(authors).flatMap((chat) => chat.messages().filter(({ text }) => words.test(text)));
  const blobCalls = async (method: string, path: string) =>
    (await world.sandbox.control.requests('blob')).filter((call) => call.method === method && call.path.includes(path));

  before(async function () {
    this.timeout(120_000);
    world = await RequestWorld.open('killed');
    const { control, connector } = world.sandbox;
    await control.clearRequests();
    owner = await world.chat('owner');

    // Access that was given is taken back, and the copies are about to go.
    authors.revoked = await world.chat('researcher');
    const revoked = await world.askAndGet(authors.revoked, owner);
    names.revoked = revoked.name;
    await control.fault({
      ...{ service: 'blob', method: 'DELETE', path: `release-${revoked.name}`, delayMs: heldInMs, drop: 'before' },
    });
    const decided = await stands(owner, revoked.name, 'Approved');
    await owner.press(decided, 'request.revoke', { reason: 'The consent was withdrawn.' });
    await eventually(async () => (await blobCalls('DELETE', `release-${revoked.name}`))[0]);

    // A denial is on record, and the author's card is about to say so.
    authors.denied = await world.chat('researcher2');
    const denied = await world.askAndWait(authors.denied, owner);
    names.denied = denied.name;
    await stands(authors.denied, denied.name, 'Pending');
    connector.script({
      ...{ method: 'PUT', conversationId: authors.denied.place.conversationId, times: 2 },
      ...{ delayMs: heldInMs, cut: 'before' as const },
    });
    await owner.press(denied.toDecide, 'request.deny', { reason: 'Not yet.' });

    // Nobody has answered the owner, since the store has not.
    authors.undecided = await world.chat('researcher2');
    undecided = await world.askAndWait(authors.undecided, owner);
    names.undecided = undecided.name;
    const [, number] = undecided.name.split('-');
    // Also what still follows from the submission is written there.
    const writes = { service: 'store', method: 'replace', path: `request/${number}$` } as const;
    await control.fault({ ...writes, delayMs: heldInMs, times: 10 });
    owner.press(undecided.toDecide, 'request.approve').catch(() => undefined);

    // Files are about to be checked; the first look at them belongs to the press.
    authors.checking = await world.chat('researcher');
    await control.fault({ service: 'blob', method: 'GET', path: 'data/cohort\\.csv', delayMs: 1 });
    await control.fault({
      ...{ service: 'blob', method: 'GET', path: 'data/cohort\\.csv', delayMs: heldInMs, drop: 'before' },
    });
    names.checking = (await world.ask(authors.checking, { files: ['cohort.csv'] })).name;

    // The owner has read "Approving"; one copy stands, the other does not.
    authors.approved = await world.chat('researcher');
    const files = ['results.csv', 'figures/figure1.png'];
    const approved = await world.askAndWait(authors.approved, owner, { files, use: 'both' });
    names.approved = approved.name;
    await control.fault({
      ...{ service: 'blob', method: 'PUT', path: `approved/${approved.name}/fig`, delayMs: heldInMs, drop: 'before' },
    });
    await owner.press(approved.toDecide, 'request.approve');
    await eventually(async () => (await blobCalls('PUT', `approved/${approved.name}/fig`))[0]);

    await world.sandbox.crashBot();
    await control.clearFaults();
    connector.clearScripts();
  });

  after(() => world.sandbox.control.clearFaults());

  it('copies what was approved, once, and tells the author, once', async () => {
    const { name, author } = { name: names.approved, author: authors.approved };
    await stands(author, name, 'Approved');
    const told = new RegExp(`^Owner approved ${name}: 2 files\\.`);
    await eventually(async () => lines(told)[0]);

    for (const path of ['results.csv', 'figures/figure1.png']) {
      const data = await world.azure.data('oncology', path);
      assert.deepEqual(await world.azure.released('oncology', name, path), data);
      assert.deepEqual(await world.azure.approved('oncology', name, path), data);
    }
    await stands(owner, name, 'Approved');
    assert.deepEqual([cardsOf(author, name).length, lines(told).length], [1, 1]);
    assert.equal(cardsOf(owner, name).length, 1);
    assert.equal(world.history(name).filter(({ what }) => what === 'request.released').length, 1);
  });

  it('asks the owner about what was still being checked', async () => {
    const { card } = await stands(owner, names.checking, 'Pending');

    assert.ok(card);
    assert.equal(cardsOf(owner, names.checking).length, 1);
    assert.equal(world.stored(names.checking).state, 'in_review');
  });

  it('tells of the denial that nobody was told of yet', async () => {
    const { name, author } = { name: names.denied, author: authors.denied };
    await stands(author, name, 'Denied');
    const told = new RegExp(`^Owner denied ${name}\\.`);
    await eventually(async () => lines(told)[0]);

    assert.deepEqual([cardsOf(author, name).length, lines(told).length], [1, 1]);
  });

  it('removes the copies of what was taken back', async () => {
    await eventually(
      async () => (await world.azure.released('oncology', names.revoked, 'results.csv')) === undefined || undefined,
    );
    await stands(authors.revoked, names.revoked, 'Revoked');
    const told = new RegExp(`^Owner took back the access of ${names.revoked}\\.`);
    await eventually(async () => lines(told)[0]);
    assert.equal(lines(told).length, 1);
  });

  it('has decided nothing where the press was not answered, and takes it again', async () => {
    assert.equal(world.stored(names.undecided).state, 'in_review');

    const { text } = await owner.press(undecided.toDecide, 'request.approve');

    assert.match(text, /^You approved 1 file\n/);
    await stands(authors.undecided, names.undecided, 'Approved');
    assert.equal(world.history(names.undecided).filter(({ what }) => what === 'request.approve').length, 1);
  });

  it('leaves a record that fits', async () => {
    await world.sealed();

    const { text } = await owner.sayAndSee('verify audit of oncology', /records of Oncology/);

    assert.match(text, /are intact/);
  });
});
