import assert from 'node:assert/strict';
import type { Action } from '../../../bot/actions/action.ts';
import { actions } from '../../../bot/actions/index.ts';
import { dialogSaying, dialogWith, isTaskInvoke, readTask } from '../../../bot/turns/task-module.ts';
import { formSample } from '../../cards/setup-samples.ts';
import { buttons, type Json } from '../../support/card-content.ts';

const actionOf = (wanted: string): Action | undefined => actions.find(({ name }) => name === wanted);
const submitted = { verb: 'workspace.create', id: 'send-1/neurology', nonce: 'p', name: ' Neurology ', size1: 'none' };

describe('dialogs of Teams', () => {
  it('are the four invokes that Teams has for them, and no other', () => {
    for (const name of ['task/fetch', 'task/submit', 'composeExtension/fetchTask', 'composeExtension/submitAction'])
      assert.ok(isTaskInvoke(name), name);
    for (const name of ['adaptiveCard/action', 'composeExtension/query', 'toString', undefined])
      assert.ok(!isTaskInvoke(name), name);
  });

  it('open by the command of the extension or by what a button carries, where the action has one', () => {
    const open = (name: string, value: unknown) => readTask(name, value, actionOf)?.action.name;
    assert.equal(
      open('composeExtension/fetchTask', { commandId: 'workspace.create', context: {} }),
      'workspace.create',
    );
    assert.equal(open('task/fetch', { data: { verb: 'workspace.create' } }), 'workspace.create');
    assert.equal(open('composeExtension/fetchTask', { commandId: 'machine.stop' }), undefined);
    for (const value of [undefined, null, 'x', {}, { data: [] }, { commandId: { a: 1 } }])
      assert.equal(open('task/fetch', value), undefined, JSON.stringify(value));
  });

  it('are sent with the fields of the card and what its button is about', () => {
    for (const value of [{ data: submitted }, { commandId: 'workspace.create', data: submitted }]) {
      const press = readTask('task/submit', value, actionOf)?.press;
      assert.deepEqual(press?.given, { name: 'Neurology', size1: 'none', step: 'send', rows: '1', setup: 'neurology' });
      assert.equal(press.data.nonce, 'p');
    }
  });

  it('hold a card whose buttons send, each with its verb and its seal', () => {
    const { task } = dialogWith('New workspace', formSample()) as { task: Json };
    const { title, card } = task.value as { title: string; card: { contentType: string; content: Json } };
    assert.deepEqual([task.type, title], ['continue', 'New workspace']);
    assert.equal(card.contentType, 'application/vnd.microsoft.card.adaptive');
    for (const { type, verb, data } of buttons(card.content)) {
      assert.deepEqual([type, verb], ['Action.Submit', undefined]);
      assert.equal((data as Json).verb, 'workspace.create');
    }
    assert.deepEqual(dialogSaying('Done.'), { task: { type: 'message', value: 'Done.' } });
  });
});
