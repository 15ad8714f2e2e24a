import assert from 'node:assert/strict';
import { Nonces } from '../../bot/nonces.ts';
import type { Card } from '../../cards/card.ts';
import { machineListCard } from '../../cards/machines/list.ts';
import { samples } from '../cards/samples.ts';
import { anyText } from '../support/any-text.ts';
import { buttons, type Json } from '../support/card-content.ts';
import { machines, workspace } from '../support/machine-samples.ts';
import { fc } from '../support/properties.ts';
import { runs } from '../support/runs.ts';

const nonces = new Nonces(Buffer.alloc(32, 7));
const version = fc.option(fc.nat(), { nil: undefined });
const id = fc.option(fc.string({ maxLength: 40 }), { nil: undefined });
const verb = fc.constantFrom('machine.start', 'machine.stop', 'machine.restart', 'workspace.use');

interface Sealed {
  readonly id?: string;
  readonly version?: number;
  readonly nonce: string;
}

function sealed(verb: string, data: { id?: string; version?: number; confirmed?: true }): Sealed {
  const actions = [{ type: 'Action.Execute', title: 'Stop', verb, data }];
  const card: Card = { type: 'AdaptiveCard', version: '1.5', fallbackText: 'Stop?', body: [], actions };
  return buttons(nonces.seal(card))[0]!.data as Sealed;
}

describe('Nonces', () => {
  it('prove a button that was made here, and whether it confirms', () => {
    fc.assert(
      fc.property(verb, id, version, fc.boolean(), (action, thing, number, confirms) => {
        const data = sealed(action, { id: thing, version: number, ...(confirms && { confirmed: true as const }) });

        assert.equal(nonces.check(action, data), confirms ? 'confirmed' : 'plain');
        assert.ok(!('confirmed' in data));
      }),
      { numRuns: runs(500) },
    );
  });

  it('never prove a button of another action, thing or version', () => {
    fc.assert(
      fc.property(verb, id, version, fc.anything(), verb, (action, thing, number, other, otherVerb) => {
        const data = sealed(action, { id: thing, version: number });

        if (otherVerb !== action) assert.equal(nonces.check(otherVerb, data), undefined);
        // What is missing and what is null name the same: nothing.
        if (JSON.stringify(other ?? null) !== JSON.stringify(thing ?? null))
          assert.equal(nonces.check(action, { ...data, id: other }), undefined);
        if (JSON.stringify(other ?? null) !== JSON.stringify(number ?? null))
          assert.equal(nonces.check(action, { ...data, version: other }), undefined);
      }),
      { numRuns: runs(500) },
    );
  });

  it('never prove a nonce of which one character is another', () => {
    fc.assert(
      fc.property(fc.nat({ max: 28 }), anyText({ minLength: 1, maxLength: 2 }), (at, letters) => {
        const data = sealed('machine.stop', { id: 'oncology/onc-r', version: 3 });
        const nonce = data.nonce.slice(0, at) + letters + data.nonce.slice(at + letters.length);

        if (nonce !== data.nonce) assert.equal(nonces.check('machine.stop', { ...data, nonce }), undefined);
      }),
      { numRuns: runs(1000) },
    );
  });

  it('never turn an ordinary press into one that confirms', () => {
    const { nonce, ...data } = sealed('machine.stop', { id: 'oncology/onc-r', version: 3 });

    assert.equal(nonces.check('machine.stop', { ...data, nonce: `c${nonce.slice(1)}` }), undefined);
    assert.equal(nonces.check('machine.stop', { ...data, nonce, ...{ confirmed: true } }), 'plain');
  });

  it('take whatever is no nonce for a forgery', () => {
    const names = [
      undefined,
      null,
      7,
      '',
      'p',
      ['p'],
      {},
      'p'.repeat(29),
      'é'.repeat(29),
      `p${'研'.repeat(28)}`,
      'p'.repeat(9999),
    ];

    for (const nonce of names) assert.equal(nonces.check('machine.stop', { id: 'x', nonce }), undefined);
    fc.assert(
      fc.property(fc.anything(), (nonce) => assert.equal(nonces.check('machine.stop', { id: 'x', nonce }), undefined)),
      { numRuns: runs(300) },
    );
  });

  it('are of no use under another key', () => {
    const data = sealed('machine.stop', { id: 'oncology/onc-r' });

    assert.equal(new Nonces(Buffer.alloc(32, 8)).check('machine.stop', data), undefined);
  });

  it('are never the same twice, so that each press is a command of its own', () => {
    const made = new Set(Array.from({ length: 5000 }, () => sealed('machine.stop', { id: 'oncology/onc-r' }).nonce));

    assert.equal(made.size, 5000);
  });

  it('leave a sealed card as it was but for the data of its buttons, and the card it was made of untouched', () => {
    for (const [name, card] of Object.entries(samples)) {
      const before = JSON.stringify(card);
      const after = nonces.seal(card);

      assert.equal(JSON.stringify(card), before, name);
      assert.deepEqual(withoutNonces(after), withoutConfirmed(card), name);
      for (const { type, verb: action, data } of buttons(after))
        if (type === 'Action.Execute') assert.ok(nonces.check(String(action), data as Json), name);
    }
  });

  it('cost a list of machines microseconds', () => {
    const card = machineListCard(workspace(), machines(40));
    const times = Array.from({ length: 2000 }, () => {
      const began = performance.now();
      nonces.seal(card);
      return (performance.now() - began) * 1000;
    });
    const median = times.sort((a, b) => a - b)[1000]!;

    console.log(`      sealing a list of machines: ${median.toFixed(0)} µs`);
    assert.ok(median < 2000);
  });
});

function withoutNonces(card: Card): unknown {
  return JSON.parse(JSON.stringify(card), (key, value) => (key === 'nonce' ? undefined : value));
}

/** As a card reads that was sealed, with empty data where there was none. */
function withoutConfirmed(card: Card): unknown {
  return JSON.parse(JSON.stringify(card), (key, value) => (key === 'confirmed' ? undefined : value));
}
