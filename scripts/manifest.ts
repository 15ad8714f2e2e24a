// Writes the commands of manifest/manifest.json anew from the action registry.
import { actions } from '../bot/actions/index.ts';
import { commandLists } from './app-package/command-lists.ts';
import { dialogCommands } from './app-package/dialog-commands.ts';
import { readManifest, withCommands, writeManifest } from './app-package/manifest-file.ts';

const lists = commandLists(actions);
const dialogs = dialogCommands(actions);
await writeManifest(withCommands(await readManifest(), lists, dialogs));
console.log(
  `manifest/manifest.json offers ${lists[0]?.commands.length ?? 0} commands in ${lists.length} scopes, and ${dialogs.length} with a dialog.`,
);
