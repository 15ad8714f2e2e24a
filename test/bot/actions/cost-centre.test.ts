import assert from 'node:assert/strict';
import { buttons, cardText, fields } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { admin, caller } from '../../support/machine-samples.ts';

const chief = caller(admin, {}, { admin: true });
const said = { workspace: 'oncology', amount: '2000', currency: 'EUR', costCentre: '4711' };

describe('the cost centre of a budget', () => {
  let world: CommandWorld;

  beforeEach(async () => {
    world = await CommandWorld.start();
  });
  afterEach(() => world.stop());

  it('is set in a sentence, after a question that names it and keeps it', async () => {
    const asked = await world.run(chief, 'budget.set', said);
    assert.equal(asked.kind, 'confirm');
    const { card } = (asked as Extract<typeof asked, { kind: 'confirm' }>).reply;
    assert.match(
      cardText(card),
      /^Set the budget of Oncology to 2,000 EUR a month\?[\s\S]*Cost centre 4711 pays for it\./,
    );
    assert.equal(fields(card).costCentre, '4711');
    assert.ok(buttons(card).some(({ verb }) => verb === 'budget.set'));

    await world.answer(chief, 'budget.set', said, { confirmed: true });

    assert.equal((await world.machines.budgets.of('oncology'))?.costCentre, '4711');
    const again = await world.run(chief, 'budget.set', { ...said, amount: '3000' });
    assert.doesNotMatch(JSON.stringify(again), /pays for it/);
  });

  it('opens the form filled in where nothing is said of the sum', async () => {
    await world.answer(chief, 'budget.set', said, { confirmed: true });

    const { card } = await world.answer(chief, 'budget.set', { workspace: 'oncology', costCentre: 'CC-9' });

    assert.deepEqual([fields(card).amount, fields(card).costCentre], ['2000', 'CC-9']);
  });
});
