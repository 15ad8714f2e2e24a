import assert from 'node:assert/strict';
import { begunFields, type CreateValues, createTarget } from '../../../bot/actions/workspaces/create-inputs.ts';
import { budgetIn } from '../../../bot/actions/workspaces/create-wish.ts';
import { offer } from '../../cards/setup-samples.ts';

describe('the form for a new workspace', () => {
  it('takes from a sentence the name alone, and the sum with its currency', () => {
    const table: [said: Partial<CreateValues>, name: string, budget: string][] = [
      [{ name: 'Neurology' }, 'Neurology', ''],
      [{ name: 'Neurology with 5000 EUR a month', amount: '5000', currency: 'EUR' }, 'Neurology', '5000 EUR'],
      [{ name: 'Neuro Imaging with a budget of 2,000 EUR', amount: '2000' }, 'Neuro Imaging', '2000 EUR'],
      [{ name: 'Lung Study 3b, 900 USD', amount: '900', currency: 'USD' }, 'Lung Study 3b', '900 USD'],
      [{ name: 'Neurology owned by Owner 2', owner: 'Owner 2' }, 'Neurology', ''],
      [{ name: 'Neurology, cost centre CC-100', costCentre: 'CC-100' }, 'Neurology', ''],
    ];
    for (const [said, name, budget] of table) {
      const fields = begunFields(said as CreateValues, offer);
      assert.deepEqual([fields.name, fields.budget], [name, budget], said.name);
    }
  });

  it('reads sums as people write them, and leaves to the rules what is none', () => {
    const sums = [
      '5000',
      '5000 EUR',
      '€5,000',
      '5.000 €',
      "5'000",
      '5 000 eur',
      '5000.50',
      '5.000,50 EUR',
      '1,234,567',
    ];
    assert.deepEqual(
      sums.map((sum) => budgetIn(sum, 'EUR').amount),
      ['5000', '5000', '5000', '5000', '5000', '5000', '5000.50', '5000.50', '1234567'],
    );
    assert.deepEqual(budgetIn('a lot', 'EUR'), { amount: 'a lot' });
    assert.match(budgetIn('500 USD', 'EUR').problem?.words ?? '', /Azure bills in EUR here/);
  });

  it('knows what its buttons are about, and nothing else', () => {
    assert.deepEqual(createTarget('more-2'), { step: 'more', rows: '2' });
    assert.deepEqual(createTarget('send-2/neurology'), { step: 'send', rows: '2', setup: 'neurology' });
    assert.deepEqual(createTarget('create/lung-study'), { step: 'create', setup: 'lung-study' });
    for (const id of ['', 'send', 'send-7', 'create', 'create/', 'delete/x', 'create/a/b'])
      assert.deepEqual(createTarget(id), {}, id);
  });
});
