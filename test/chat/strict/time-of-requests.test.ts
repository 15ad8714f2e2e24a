import assert from 'node:assert/strict';
import { badges } from '../../support/card-content.ts';
import type { Chat, Reply } from '../../support/chat.ts';
import type { PersonKey } from '../../support/endpoints.ts';
import { nameIn, RequestWorld, stands } from '../requests/request-world.ts';
import { strictSandbox } from './strict-sandbox.ts';

const dayInSeconds = 86_400;

/** Examples of what can be written may have this very name. */
function about(name: string): RegExp {
  return new RegExp(`^(?!What can I do for you)[\\s\\S]*\\b${name}\\b`);
}

describe('what time brings to requests', () => {
  let world: RequestWorld;

  before(async function () {
    this.timeout(90_000);
    // Whoever moves the clock by months disturbs others.
    world = await RequestWorld.open('time', strictSandbox());
  });

  const pass = async (days: number) => await world.sandbox.control.tick({ advanceSeconds: days * dayInSeconds });
  /** To the next Tuesday, so that a day is a working day, and two are as well. */
  const tuesday = async () => {
    const { now } = (await world.sandbox.control.tick({ advanceSeconds: 0 })) as { now: string };
    await pass((9 - new Date(now).getUTCDay()) % 7);
  };
  const people = async <const People extends readonly PersonKey[]>(...who: People) => await world.chats(...who);
  const lines = (chat: Chat, words: RegExp): Reply[] => chat.messages().filter(({ text }) => words.test(text));

  it('reminds those who decide after a working day, and asks the next in line after two', async () => {
    await tuesday();
    const [researcher, owner, admin] = await people('researcher', 'owner', 'admin');
    const { name } = await world.askAndWait(researcher, owner);
    const reminder = new RegExp(`^${name} still waits for a decision\\.`);

    await pass(0.9);
    assert.equal(lines(owner, reminder).length, 0);
    await pass(0.2);
    assert.equal(lines(owner, reminder).length, 1);
    assert.equal(lines(admin, about(name)).length, 0);
    await pass(1);

    const toDecide = await stands(admin, name, 'Pending');
    assert.match(toDecide.text, /Asked\nOwner, You \(admin\), since no owner has answered/);
    assert.equal(lines(owner, reminder).length, 1);
    await admin.press(toDecide, 'request.deny', { reason: 'Nobody was there to look.' });
    await stands(researcher, name, 'Denied');
    await stands(owner, name, 'Denied');
    const escalation = world.history(name).find(({ what }) => what === 'request.escalated');
    assert.equal(escalation?.detail?.because, 'no-answer');
  });

  it('does not remind over a weekend', async () => {
    await tuesday();
    await pass(3);
    const [researcher, owner] = await people('researcher', 'owner');
    const { name } = await world.askAndWait(researcher, owner);
    const reminder = new RegExp(`^${name} still waits for a decision\\.`);

    await pass(2.5);
    assert.equal(lines(owner, reminder).length, 0);
    await pass(0.7);
    assert.equal(lines(owner, reminder).length, 1);
  });

  it('reminds nobody of what is decided', async () => {
    await tuesday();
    const [researcher, owner, admin] = await people('researcher', 'owner', 'admin');
    const { name, toDecide } = await world.askAndWait(researcher, owner);
    await owner.press(toDecide, 'request.deny', { reason: 'Not yet.' });

    await pass(3);

    assert.equal(lines(owner, new RegExp(`^${name} still waits`)).length, 0);
    assert.equal(lines(admin, about(name)).length, 0);
  });

  it('ends access after thirty days: the copies go, the author hears of it, and no link works', async () => {
    const [researcher, owner] = await people('researcher', 'owner');
    const { name } = await world.askAndGet(researcher, owner, { use: 'both' });
    await pass(29.5);
    assert.equal(world.stored(name).state, 'approved');
    assert.ok(await world.azure.released('oncology', name, 'results.csv'));

    await pass(1);

    const { card } = await stands(researcher, name, 'Expired');
    assert.deepEqual(badges(card), ['Expired']);
    assert.equal(lines(researcher, new RegExp(`^The access of ${name} has ended\\.`)).length, 1);
    assert.equal(await world.azure.released('oncology', name, 'results.csv'), undefined);
    assert.equal(await world.azure.approved('oncology', name, 'results.csv'), undefined);
    const { text } = await researcher.sayAndSee(`link ${name}`, /no links|ended/);
    assert.doesNotMatch(text, /\/files\//);
  });

  it('reminds of a draft a week before it is forgotten, and forgets it after ninety days', async () => {
    const [researcher] = await people('researcher');
    const form = await researcher.sayAndSee('request files in oncology', /^Ask for files\n/);
    const kept = await researcher.press(form, 'Keep as draft', {
      ...{ files: 'results.csv', purpose: 'a first idea', use: 'download' },
    });
    const name = nameIn(kept);
    const reminder = new RegExp(`^${name} will be forgotten in a week\\.`);

    await pass(82.5);
    assert.equal(lines(researcher, reminder).length, 0);
    await pass(1);
    assert.equal(lines(researcher, reminder).length, 1);
    assert.equal(world.stored(name).state, 'draft');
    await pass(7);

    assert.equal(world.stored(name).state, 'expired');
    await stands(researcher, name, 'Expired');
  });

  it('ends links after an hour', async () => {
    const [researcher, owner] = await people('researcher', 'owner');
    const { own } = await world.askAndGet(researcher, owner);
    const card = await researcher.press(own, 'request.link');
    const url = /https?:\/\/[^"]*\/files\/[\w-]+/.exec(JSON.stringify(card.card))?.[0] ?? '';
    assert.notEqual((await fetch(url, { redirect: 'manual' })).status, 410);

    await world.sandbox.control.tick({ advanceSeconds: 3601 });

    const { status } = await fetch(url, { redirect: 'manual' });
    // It asks to sign in before it says more.
    assert.ok([303, 410].includes(status), `${status}`);
    const stored = await researcher.sayAndSee(`link ${nameIn(own)} for 3 hours`, /Good until/);
    const until = /DATE\(([^,]+),/.exec(stored.text)?.[1] ?? '';
    const { now } = (await world.sandbox.control.tick({ advanceSeconds: 0 })) as { now: string };
    assert.ok(Math.abs(Date.parse(until) - Date.parse(now) - 3 * 3_600_000) < 60_000, `${until} ${now}`);
  });
});
