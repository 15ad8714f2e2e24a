import assert from 'node:assert/strict';
import type { Action } from '../../bot/actions/action.ts';
import { actions } from '../../bot/actions/index.ts';
import { Understanding } from '../../bot/understand.ts';
import { commandLists } from '../../scripts/app-package/command-lists.ts';
import { dialogCommands } from '../../scripts/app-package/dialog-commands.ts';
import { readManifest } from '../../scripts/app-package/manifest-file.ts';
import { vocabulary } from '../corpus/vocabulary.ts';

const built = actions.filter(({ meanwhile }) => meanwhile === undefined);
const [help] = built as [Action];

describe('The commands that Teams offers', () => {
  it('are those of the action registry (npm run manifest writes them)', async () => {
    const manifest = await readManifest();
    assert.deepEqual(manifest.bots[0].commandLists, commandLists(actions));
    assert.deepEqual(manifest.composeExtensions[0].commands, dialogCommands(actions));
    assert.equal(manifest.composeExtensions[0].botId, '${{MICROSOFT_APP_ID}}');
  });

  it('open the dialog of the action that they are called after', () => {
    const [command] = dialogCommands(actions);
    assert.deepEqual([command?.id, command?.fetchTask, command?.type], ['workspace.create', true, 'action']);
    const wordy = { ...help, dialog: { title: 't'.repeat(33), description: 'Open it' } };
    assert.throws(() => dialogCommands([wordy]), /help's dialog has a title of over 32/);
  });

  it('are the same in every scope, at most ten, none twice', () => {
    const lists = commandLists(actions);
    assert.deepEqual(
      lists.map(({ scopes }) => scopes[0]),
      ['personal', 'groupChat', 'team'],
    );
    for (const { commands } of lists) {
      const titles = commands.map(({ title }) => title);
      assert.ok(titles.length > 0 && titles.length <= 10);
      assert.equal(new Set(titles).size, titles.length);
    }
  });

  it('are understood as the action they stand for', () => {
    const understanding = new Understanding(actions);
    for (const [index, { title }] of commandLists(actions)[0]!.commands.entries()) {
      assert.equal(understanding.understand(title, vocabulary).action, built[index]?.name, title);
    }
  });

  it('leave out what is still to come, and what does not fit on the menu', () => {
    const coming = { ...help, name: 'tea.pour', meanwhile: 'Ask the kitchen until then.' } satisfies Action;
    const many = Array.from({ length: 12 }, (_, index) => ({ ...help, phrases: [`help ${index}`] }));
    const [list] = commandLists([coming, ...many]);
    assert.deepEqual(
      list!.commands.map(({ title }) => title),
      many.slice(0, 10).map(({ phrases }) => phrases[0]),
    );
  });

  it('have a title that needs no value and fits on the menu', () => {
    const [list] = commandLists([{ ...help, phrases: ['help with {machine}', 'help'] }]);
    assert.equal(list!.commands[0]?.title, 'help');
    assert.throws(() => commandLists([{ ...help, phrases: ['help with {machine}'] }]), /help needs a phrase without/);
    assert.throws(() => commandLists([{ ...help, phrases: ['h'.repeat(33)] }]), /longer than 32/);
    assert.throws(() => commandLists([{ ...help, summary: 's'.repeat(129) }]), /longer than 128/);
  });
});
