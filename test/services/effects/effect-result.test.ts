import assert from 'node:assert/strict';
import type { Effect } from '../../../services/change/aggregate.ts';
import { evolve } from '../../../services/change/evolve.ts';
import type { EffectHandler } from '../../../services/effects/effect-handler.ts';
import { withEnding } from '../../../services/effects/effect-result.ts';
import { address, open, type Ticket, ticketType } from '../change/ticket.ts';

const at = new Date('2026-03-02T09:00:00Z');
const handler: EffectHandler<Ticket> = { maxAttempts: 1, handle: async () => ({ done: true }) };

describe('What was given up', () => {
  it('is kept of every kind, the newest twenty in all', () => {
    const decision = { next: { title: 'x' } };
    let ticket: Ticket = evolve(ticketType, address, undefined, { ...open, at, decision });
    const kinds = ['remove', ...Array.from({ length: 30 }, () => 'tell')];

    for (const [index, kind] of kinds.entries()) {
      const time = at.toISOString();
      const effect: Effect = { id: `${index}`, kind, dueAt: time, deadline: time, attempts: 0, data: {} };
      ticket = { ...ticket, effects: [effect] };
      const attempt = { type: ticketType, handler, effect, key: `${index}` };
      ticket = withEnding(ticket, attempt, { error: new Error('no') }, at);
    }

    const kept = ticket.deadLetters.map(({ id }) => Number(id));
    assert.deepEqual(kept, [0, ...Array.from({ length: 19 }, (_, index) => 12 + index)]);
  });
});
