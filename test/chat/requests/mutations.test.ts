import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { anyText } from '../../support/any-text.ts';
import { buttons, type Json } from '../../support/card-content.ts';
import type { Chat } from '../../support/chat.ts';
import type { PersonKey } from '../../support/endpoints.ts';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';
import { RequestWorld, stands } from './request-world.ts';

const atOnce = 10;
const mutations = runs(300, 50_000);
const presser = fc.constantFrom<PersonKey>(
  'owner',
  'owner',
  'researcher',
  'researcher2',
  'admin',
  'reviewer',
  'outsider',
);

describe('buttons of requests that somebody changed', () => {
  let world: RequestWorld;
  let names: string[];
  let real: Json[];

  before(async function () {
    this.timeout(120_000);
    world = await RequestWorld.open('mutations');
    const [researcher, owner] = await world.chats('researcher', 'owner');
    const waiting = await world.askAndWait(researcher, owner);
    const given = await world.askAndGet(researcher, owner);
    const asked = await world.askAndWait(researcher, owner);
    const back = await owner.press(asked.toDecide, 'request.return', { reason: 'Which cohort?' });
    const returned = await stands(researcher, asked.name, 'Returned');
    const form = await researcher.sayAndSee('request files in oncology', /^Ask for files\n/);
    const revocable = await stands(owner, given.name, 'Approved');
    const cards = [waiting.card, waiting.toDecide, given.own, revocable, back, returned, form].map(({ card }) => card);
    real = cards.flatMap((card) => buttons(card)).filter(({ type }) => type === 'Action.Execute');
    names = [waiting.name, given.name, asked.name];
    await world.sealed();
  });

  it(`change nothing and break nothing in ${mutations} mutations`, async function () {
    this.timeout(30_000 + mutations * 100);
    const before = snapshot();
    const chats = new Map<string, Chat>();
    const chatOf = (person: PersonKey, lane: number) => {
      const name = `mutations ${lane}`;
      const known = chats.get(`${person} ${name}`) ?? world.sandbox.chat(person, { name });
      chats.set(`${person} ${name}`, known);
      return known;
    };
    const forged = fc.array(fc.record({ button: mutation(), fields: fieldsOf, person: presser }), {
      ...{ minLength: atOnce, maxLength: atOnce },
    });

    await fc.assert(
      fc.asyncProperty(forged, async (presses) => {
        const unreal = presses.filter(({ button, fields }) => !isReal(button, fields));
        const answers = unreal.map(({ button, fields, person }, lane) =>
          chatOf(person, lane).pressButton(button, fields),
        );
        for (const { status, body } of await Promise.all(answers)) {
          assert.ok(status === 200 || status === 400, `${status}`);
          if (status === 200) assert.match(String((body as Json).type), /^application\/vnd\.microsoft\./);
        }
      }),
      { numRuns: Math.ceil(mutations / atOnce) },
    );

    await world.sealed();
    assert.deepEqual(snapshot(), before);
  });

  /** A button as Labdesk made it, with at least one thing different. */
  function mutation(): fc.Arbitrary<Json> {
    const index = fc.nat();
    const pick = (at: number) => real[at % real.length]!;
    const id = fc.oneof(
      fc.constantFrom('oncology-1', 'oncology', 'cardiology-1', '../oncology-1', ''),
      fc.nat().map((at) => names[at % names.length]!),
    );
    const odd = fc.oneof(
      id,
      fc.string({ maxLength: 60 }),
      anyText({ maxLength: 60 }),
      fc.integer({ min: -2, max: 5 }),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, [], {}, { id: 'oncology-1' }, 'x'.repeat(5000), '${id}', '__proto__'),
    );
    const part = fc.oneof(
      fc.record({ verb: fc.nat().map((at) => pick(at).verb) }),
      fc.record({
        verb: fc.constantFrom('request.approve', 'request.revoke', 'request.submit', 'request', '', 'toString'),
      }),
      fc.record({ id }),
      fc.record({ id: odd }),
      fc.record({ version: fc.oneof(fc.integer({ min: -1, max: 4 }), odd) }),
      fc.record({ nonce: fc.nat().map((at) => (pick(at).data as Json).nonce) }),
      fc.record({ nonce: fc.oneof(odd, fc.stringMatching(/^[pc][\w-]{28}$/)) }),
      fc.record({ without: fc.constantFrom('id', 'version', 'nonce') }),
    );
    return fc.tuple(index, fc.array(part, { minLength: 1, maxLength: 3 })).map(([at, parts]) => {
      const { verb, without, ...data } = Object.assign({}, ...parts) as Json;
      const button = pick(at);
      const all: Record<string, unknown> = { ...(button.data as Json), ...data };
      if (typeof without === 'string') delete all[without];
      return { ...button, ...(verb !== undefined && { verb }), data: all };
    });
  }

  /** What people write in fields is theirs to write: it forges nothing. */
  const fieldsOf = fc.dictionary(
    fc.constantFrom('reason', 'text', 'files', 'purpose', 'use', 'confirmed', 'workspace', 'request', 'state', 'extra'),
    fc.oneof(
      fc.constantFrom('results.csv', 'both', 'oncology', 'cardiology', 'approved'),
      fc.string({ maxLength: 30 }),
      fc.boolean(),
    ),
    { maxKeys: 4 },
  ) as fc.Arbitrary<Json>;

  function isReal({ verb, data }: Json, fields: Json): boolean {
    const { id, version, nonce } = { ...(data as Json), ...fields };
    return real.some((button) => {
      const made = button.data as Json;
      return button.verb === verb && made.id === id && made.version === version && made.nonce === nonce;
    });
  }

  /** Everything about the requests of this suite, and how many there are at all. */
  function snapshot(): unknown {
    const store = new DatabaseSync(join(world.sandbox.directory, 'labdesk.db'), { readOnly: true });
    const [row] = store.prepare(`SELECT count(*) AS count FROM documents WHERE id LIKE 'request/%'`).all();
    store.close();
    const stored = names.map((name) => {
      const { state, history, comments, round, decision } = world.stored(name);
      return { state, comments, round, decision, history: history.map(({ what }) => what) };
    });
    return { count: row?.count, stored };
  }
});
