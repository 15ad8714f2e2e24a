import assert from 'node:assert/strict';
import { actions } from '../../../bot/actions/index.ts';
import { Understanding } from '../../../bot/understand.ts';
import { vocabulary } from '../../corpus/vocabulary.ts';

describe('understanding schedules', () => {
  const understanding = new Understanding(actions);
  const understand = (sentence: string) => {
    const { action, inputs } = understanding.understand(sentence, vocabulary);
    return { action, ...inputs };
  };

  it('takes days, a time and the machine out of a sentence', () => {
    assert.deepEqual(understand('stop onc-r every weekday at 19:00'), {
      action: 'machine.schedule',
      machine: 'onc-r',
      days: 'weekdays',
      time: '19:00',
    });
    assert.deepEqual(understand('no more schedule for onc-r'), {
      action: 'machine.schedule',
      machine: 'onc-r',
      turn: 'off',
    });
  });

  it('takes neither of two days, so that it is asked', () => {
    const both = understand('stop onc-r every monday and every friday at 18:00');

    assert.deepEqual(both, { action: 'machine.schedule', machine: 'onc-r', time: '18:00' });
  });

  it('tells a start from a stop', () => {
    assert.deepEqual(understand('start onc-r every day at 8 am'), {
      action: 'machine.schedule',
      machine: 'onc-r',
      days: 'daily',
      time: '08:00',
      begin: 'yes',
    });
  });

  it('tells how long a machine shall stay', () => {
    assert.deepEqual(understand('keep onc-r until 22:00'), { action: 'machine.keep', machine: 'onc-r', time: '22:00' });
    assert.deepEqual(understand('keep it 1 h'), { action: 'machine.keep', duration: '60' });
    assert.deepEqual(understand('1 hour more'), { action: 'machine.keep', duration: '60' });
    assert.deepEqual(understand('do not stop onc-r tonight'), {
      action: 'machine.keep',
      machine: 'onc-r',
      stop: 'skip',
    });
    assert.deepEqual(understand('leave onc-r alone'), { action: 'machine.keep', machine: 'onc-r', leave: 'week' });
  });
});
