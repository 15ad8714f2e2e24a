import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Nonces } from '../../../bot/nonces.ts';
import { derivedKey, sharedSecret } from '../../../services/credentials/keys.ts';
import { type DataRequest, dataRequest as requestType } from '../../../services/requests/request.ts';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import { Bots } from '../../support/bots.ts';
import { findButton, type Json } from '../../support/card-content.ts';
import type { Pressed } from '../../support/chat.ts';
import { dataRequest } from '../../support/data-requests.ts';
import { runs } from '../../support/runs.ts';
import { TestSandbox } from '../../support/sandbox.ts';
import { eventually } from '../eventually.ts';
import { insist } from './insist.ts';

const races = runs(30, 10_000);
const atOnce = 8;
/** The next waits until all that followed from one so long before is done: a machine that is slow is not buried in work. */
const mostUnderway = 300;
/** Each approval leaves a message for the day when access ends, and Azurite reads all of them whenever it is asked for one. */
const perSandbox = 1_000;
/** Whoever presses what; each from a chat, and by a process, of their own. */
const presses = [
  { person: 'owner', name: 'Owner', verb: 'request.approve' },
  { person: 'admin', name: 'Admin', verb: 'request.deny' },
  { person: 'owner', name: 'Owner', verb: 'request.deny' },
] as const;

describe('decisions that race each other over three processes', () => {
  let sandbox: TestSandbox;
  let bots: Bots;
  let store: SqliteStore;
  let nonces: Nonces;

  beforeEach(async function () {
    this.timeout(120_000);
    sandbox = await TestSandbox.start({ env: { SANDBOX_TEAMS_LIMITS: 'off' } });
    bots = await Bots.beside(sandbox, 2);
    store = new SqliteStore({ path: join(sandbox.directory, 'labdesk.db') });
    // Nobody opens a chat with the author, whom nobody knows: then that is remembered, and nobody tries again.
    sandbox.connector.script({
      method: 'POST',
      conversationId: '',
      status: 403,
      code: 'MessageWritesBlocked',
      times: 1000,
    });
    nonces = new Nonces(derivedKey(await sharedSecret(store), 'nonces'));
  });

  afterEach(async function () {
    this.timeout(60_000);
    await bots?.stop();
    await store?.close();
    await sandbox?.stop();
  });

  for (let first = 0; first < races; first += perSandbox) {
    const end = Math.min(first + perSandbox, races);

    it(`have one winner each, and the others read what was decided (races ${first + 1} to ${end})`, async function () {
      this.timeout(120_000 + perSandbox * 500);
      const started = Array.from({ length: atOnce }, async (_, lane) => {
        for (let race = first + lane; race < end; race += atOnce) {
          if (race >= first + mostUnderway) await followed(race - mostUnderway);
          await run(race);
        }
      });
      await Promise.all(started);

      for (let race = first; race < end; race += 1) await followed(race);
    });
  }

  /** A request of nobody who could be told, without files to copy: the race alone is what it is about. */
  async function run(race: number): Promise<void> {
    const request = dataRequest({
      ...{ id: `request/${100_000 + race}`, number: 100_000 + race, files: [], approvers: [], standIn: 'no-answer' },
      author: { aadObjectId: '00000000-0000-4000-8000-000000000001', name: 'Researcher' },
    });
    await store.create({ ...request, listing: requestType.listing!(request) });
    const id = `oncology-${request.number}`;

    const answers = await Promise.all(
      presses.map(async ({ person, verb }, index) => {
        const own = sandbox.chat(person, { name: `racing ${race % 40} ${index}` });
        const chat = bots.through((race + index) % bots.count, own);
        const pressed = button(verb, id, request.round);
        return await insist(async () => await chat.pressButton(pressed, { reason: `Reason ${index}` }));
      }),
    );

    const { document } = (await store.get<DataRequest>(request.partition, request.id))!;
    const decisions = document.history.filter(({ what }) => /^request\.(approve|deny)$/.test(what));
    const said = answers.map(({ status, text }) => `${status} ${text}`).join('\n---\n');
    assert.equal(decisions.length, 1, `${id}: ${decisions.map(({ what }) => what)}\n${said}`);
    checkAnswers(answers, document, id);
  }

  function checkAnswers(answers: readonly Pressed[], { decision, state }: DataRequest, id: string): void {
    const done = state === 'denied' ? 'denied' : 'approved';
    const winners = answers.filter(({ text }) => text.startsWith(`You ${done} `) && !text.includes('already'));
    const said = answers.map(({ text }) => text).join('\n---\n');
    assert.equal(winners.length, 1, said);
    for (const [index, { status, text }] of answers.entries()) {
      assert.equal(status, 200);
      if (winners[0]?.text === text && presses[index]?.name === decision?.by.name) continue;
      assert.ok(text.includes(`${id} was ${done} by ${decision?.by.name} already, so nothing was changed.`), said);
    }
  }

  function button(verb: string, id: string, version: number): Json {
    const card = {
      type: 'AdaptiveCard',
      actions: [{ type: 'Action.Execute', title: 'Decide', verb, data: { id, version } }],
    };
    return findButton(nonces.seal(card as never) as unknown as Json, verb);
  }

  /** Resolves when what follows has followed, whoever was to do it. */
  async function followed(race: number): Promise<void> {
    const isDone = async () => {
      const stored = await store.get<DataRequest>('workspace/oncology', `request/${100_000 + race}`);
      const { state, effects } = stored!.document;
      return (state !== 'approving' && effects.every(({ kind }) => kind === 'request.expire')) || undefined;
    };
    await eventually(isDone, { withinMs: 600_000, what: `what follows from race ${race}` });
  }
});
