// Writes the command lists of manifest/manifest.json anew from the action registry.
import { actions } from '../bot/actions/index.ts';
import { commandLists } from './app-package/command-lists.ts';
import { readManifest, withCommandLists, writeManifest } from './app-package/manifest-file.ts';

const lists = commandLists(actions);
await writeManifest(withCommandLists(await readManifest(), lists));
console.log(`manifest/manifest.json offers ${lists[0]?.commands.length ?? 0} commands in ${lists.length} scopes.`);
