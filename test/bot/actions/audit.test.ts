import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { RouteResponse } from '../../../bot/door/route.ts';
import { recordsRoutes } from '../../../bot/pages/records-page.ts';
import type { Actor } from '../../../services/change/aggregate.ts';
import { hashOf, type LedgerEntry } from '../../../services/ledger/ledger-entry.ts';
import type { Noted } from '../../../services/ledger/ledger-note.ts';
import { actorOf } from '../../../services/people/people.ts';
import { buttons, type Json } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { admin, caller, owner, researcher } from '../../support/machine-samples.ts';

const me = caller(owner, { oncology: 'owner' });
const member = caller(researcher, { oncology: 'member' });
const somebodyAdmin = caller(admin, {}, { admin: true });
const reviewer = caller({ aadObjectId: randomUUID(), name: 'Reviewer' }, {}, { reviewer: true });

describe('the record', () => {
  let world: CommandWorld;
  let notes = 0;

  beforeEach(async () => {
    world = await CommandWorld.start();
    await note({
      what: 'request.submit',
      subject: 'request/42',
      by: actorOf(member, { id: 'oncology' }),
      why: 'A trial',
    });
    await note({ what: 'request.approve', subject: 'request/42', why: 'Counts are above ten.' });
    await note({ what: 'file.link', subject: 'file-link/x', detail: { request: 'oncology-42' }, by: member });
    await note({ what: 'machine.start', subject: 'machine/onc-r', by: member });
    await note({ what: 'request.deny', subject: 'request/7', why: '=HYPERLINK("https://evil.example")' });
    await world.machines.clock.advance(30);
  });

  afterEach(() => world.stop());

  async function note(noted: Omit<Partial<Noted>, 'by'> & { by?: Actor | typeof me }): Promise<void> {
    notes += 1;
    const by = 'tenantId' in (noted.by ?? me) ? actorOf((noted.by ?? me) as typeof me, { id: 'oncology' }) : noted.by;
    await world.machines.ledger.note('oncology', { what: '', via: 'card', key: `${notes}`, ...noted, by: by as Actor });
    await world.machines.clock.advance(1);
  }

  const ask = async (who: typeof me, given: Record<string, string>, name = 'audit.show') =>
    JSON.stringify((await world.answer(who, name, given, { currentWorkspace: 'oncology' })).card);

  it('says who approved a request, when, and what they said', async () => {
    const card = await ask(me, { request: 'oncology-42', event: 'approved' });

    assert.match(card, /Owner approved oncology-42/);
    assert.match(card, /On 2 March 2026 at 09:00 UTC, saying: “Counts are above ten.”/);
    assert.match(await ask(me, { request: 'oncology-42', event: 'denied' }), /Nobody denied oncology-42/);
  });

  it('tells what somebody did in a time', async () => {
    const march = await ask(me, { person: owner.aadObjectId, period: 'in March' });
    const april = await ask(me, { person: owner.aadObjectId, period: 'in april 2025' });

    assert.match(march, /What Owner did in March 2026/);
    assert.match(march, /Owner denied oncology-7.*Owner approved oncology-42/);
    assert.doesNotMatch(march, /Researcher/);
    assert.match(april, /nothing about that/);
  });

  it('counts what left a workspace, and finds downloads of a request', async () => {
    assert.match(await ask(me, { event: 'exports', period: 'this year' }), /1 export this year/);
    assert.match(
      await ask(me, { request: 'oncology-42', event: 'downloaded' }),
      /Researcher downloaded a file of oncology-42/,
    );
    const history = await ask(me, { request: 'oncology-42' });
    assert.match(history, /downloaded a file.*Owner approved.*Researcher submitted/);
    assert.match(await ask(me, { machine: 'onc-r', event: 'started' }), /Researcher started onc-r/);
  });

  it('keeps reasons to owners, and itself from members and strangers', async () => {
    assert.match(await ask(reviewer, { request: 'oncology-42' }), /Owner approved oncology-42/);
    assert.doesNotMatch(await ask(reviewer, { request: 'oncology-42' }), /Counts/);
    assert.doesNotMatch(await ask(somebodyAdmin, { request: 'oncology-42' }), /Counts/);
    await assert.rejects(ask(member, {}), { code: 'forbidden' });
    await assert.rejects(ask(caller(researcher, { genomics: 'owner' }), { request: 'oncology-42' }), {
      code: 'not-found',
    });
  });

  it('shows earlier entries by a button that keeps the question', async () => {
    for (let index = 0; index < 20; index += 1) await note({ what: 'request.comment', subject: 'request/42' });
    await world.machines.clock.advance(10);
    const given = { request: 'oncology-42', event: 'commented', period: 'this year', person: owner.aadObjectId };
    const { card } = await world.answer(me, 'audit.show', given, { currentWorkspace: 'oncology' });
    const more = [...buttons(card as unknown as Json)].find(({ title }) => title === 'Earlier entries')!;
    const { target } = (await import('../../../bot/actions/audit/show.ts')).showAudit;

    const next = target!((more.data as { id: string }).id)!;
    assert.deepEqual(next, { ...given, workspace: 'oncology', page: '1' });
    assert.match(await ask(me, next), /20 comments this year/);
  });

  it('is verified for owners and admins, and says what does not fit', async () => {
    assert.match(await ask(me, {}, 'audit.verify'), /records of Oncology are intact.*"5"/s);
    assert.match(await ask(somebodyAdmin, {}, 'audit.verify'), /intact/);
    await assert.rejects(ask(reviewer, {}, 'audit.verify'), { code: 'forbidden' });
    const { store } = world.machines;
    const third = (await store.get<LedgerEntry>('ledger/oncology', '000000000003'))!;
    await store.replace({ ...third.document, open: { ...third.document.open!, name: 'Nobody' } }, third.etag);

    assert.match(await ask(me, {}, 'audit.verify'), /do not add up.*The person named beside entry 3 is not/s);
  });

  describe('as a file', () => {
    const visit = async (url: string, method: 'GET' | 'POST' = 'POST'): Promise<RouteResponse> => {
      const { records, workspaces } = world.machines;
      const log = pino({ level: 'silent' });
      const route = recordsRoutes({ records, workspaces, signIn: undefined, log }).find(
        (one) => one.method === method,
      )!;
      const token = url.slice(url.lastIndexOf('/') + 1);
      const request = {
        ...{ method, path: `/records/${token}`, params: { token }, query: '', headers: {}, rawHeaders: [] },
        ...{ body: Buffer.alloc(0), peer: '127.0.0.1', correlationId: randomUUID() },
      };
      return (await route.handler(request)) as RouteResponse;
    };
    const links = async (who = me, given: Record<string, string> = {}) => {
      const { card, personal } = await world.answer(who, 'audit.export', given, { currentWorkspace: 'oncology' });
      assert.equal(personal, true);
      return Object.fromEntries([...buttons(card as unknown as Json)].map(({ title, url }) => [title, String(url)]));
    };

    beforeEach(() => world.machines.directory.owner('group-oncology', owner.aadObjectId));

    it('is JSON lines that can be hashed again, with the signed checkpoints', async () => {
      const { body, headers } = await visit((await links())['JSON lines']!);

      const lines = String(body)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { sealed?: string; hash?: string; checkpoint?: object });
      const entries = lines.filter(({ sealed }) => sealed !== undefined);
      assert.equal(entries.length, 5);
      for (const { sealed, hash } of entries) assert.equal(hashOf(sealed!), hash);
      assert.ok(lines.some(({ checkpoint }) => checkpoint !== undefined));
      assert.match(headers?.['content-disposition'] ?? '', /oncology-records-2026-03-02\.jsonl/);
    });

    it('is CSV that no spreadsheet calculates with', async () => {
      const csv = String((await visit((await links()).CSV!)).body);

      assert.match(csv, /^\ufeff"number","at"/);
      assert.match(csv, /"'=HYPERLINK\(""https:\/\/evil\.example""\)"/);
      assert.equal(csv.trimEnd().split('\r\n').length, 6);
    });

    it('is on record itself, link and download', async () => {
      await visit((await links()).CSV!);
      await world.machines.clock.advance(10);

      assert.match(await ask(me, {}), /Owner exported the records of Oncology.*Owner made a link to the records/);
    });

    it('comes three times within a quarter of an hour, and looking at the page is none of them', async () => {
      const url = (await links()).CSV!;
      for (let look = 0; look < 5; look += 1) assert.equal((await visit(url, 'GET')).status, 200);
      for (const status of [200, 200, 200, 410]) assert.equal((await visit(url)).status, status);
      const other = (await links()).CSV!;
      await world.machines.clock.advance(16 * 60);
      assert.equal((await visit(other)).status, 410);
    });

    it('is refused to somebody who has lost the right since', async () => {
      const url = (await links()).CSV!;
      world.machines.directory.leave('group-oncology', owner.aadObjectId);

      assert.equal((await visit(url)).status, 404);
    });

    it('can be of one time alone', async () => {
      const csv = String((await visit((await links(me, { period: 'yesterday' })).CSV!)).body);

      assert.equal(csv.trimEnd().split('\r\n').length, 1);
    });
  });
});
